import type { FormReply } from "@rowbench/shared/contract";
import type { Fault } from "../terms/failure.ts";
import type { Expectation } from "../terms/load-spec.ts";
import { quote } from "./response-head.ts";
import type { RowCheck } from "./row-check.ts";

/** Looks at `bytes[start, end)`; undefined means right. */
export type BodyCheck = (bytes: Uint8Array, start: number, end: number) => Fault | undefined;

/** The check of a response's body that belongs to each expectation. */
export function createBodyChecks(
  rows: RowCheck,
  form?: FormReply,
): Readonly<Record<Expectation, BodyCheck>> {
  return {
    form: createFormCheck(form),
    row: (bytes, start, end) => checkRow(rows, bytes, start, end),
    message: checkMessage,
    anything: () => undefined,
  };
}

const beforeId = asciiBytes('{"id":');
const beforeNumber = asciiBytes(',"randomNumber":');
const message = asciiBytes('{"message":"Hello, World!"}');

/**
 * A row in the spelling of `JSON.stringify` is read straight from its bytes; any other spelling
 * (white space, order of keys) goes through `JSON.parse`.
 */
function checkRow(
  rows: RowCheck,
  bytes: Uint8Array,
  start: number,
  end: number,
): Fault | undefined {
  if (!matches(bytes, start, end, beforeId)) return checkParsedRow(rows, bytes, start, end);
  const idStart = start + beforeId.length;
  const idEnd = endOfDigits(bytes, idStart, end);
  if (!matches(bytes, idEnd, end, beforeNumber)) return checkParsedRow(rows, bytes, start, end);
  const numberStart = idEnd + beforeNumber.length;
  const numberEnd = endOfDigits(bytes, numberStart, end);
  const isPlain =
    isPlainInteger(bytes, idStart, idEnd) && isPlainInteger(bytes, numberStart, numberEnd);
  if (!isPlain || bytes[numberEnd] !== 0x7d || numberEnd + 1 !== end) {
    return checkParsedRow(rows, bytes, start, end);
  }
  return rows.check(integerIn(bytes, idStart, idEnd), integerIn(bytes, numberStart, numberEnd));
}

function checkMessage(bytes: Uint8Array, start: number, end: number): Fault | undefined {
  if (end - start === message.length && matches(bytes, start, end, message)) return undefined;
  const value = parseObject(bytes, start, end);
  if (value !== undefined && Object.keys(value).length === 1) {
    if (value.message === "Hello, World!") return undefined;
  }
  return bodyFault(bytes, start, end, '{"message":"Hello, World!"}');
}

/** The answer to a form is the same each time, so that its usual spelling is one comparison. */
function createFormCheck(reply: FormReply | undefined): BodyCheck {
  const wanted = JSON.stringify(reply) ?? "";
  const usual = asciiBytes(wanted);
  return (bytes, start, end) => {
    if (end - start === usual.length && matches(bytes, start, end, usual)) return undefined;
    const { fields, sha256, ...others } = parseObject(bytes, start, end) ?? {};
    const isRight = fields === reply?.fields && sha256 === reply?.sha256;
    if (isRight && Object.keys(others).length === 0) return undefined;
    return bodyFault(bytes, start, end, wanted);
  };
}

function checkParsedRow(
  rows: RowCheck,
  bytes: Uint8Array,
  start: number,
  end: number,
): Fault | undefined {
  const { id, randomNumber, ...others } = parseObject(bytes, start, end) ?? {};
  if (isWhole(id) && isWhole(randomNumber) && Object.keys(others).length === 0) {
    return rows.check(id, randomNumber);
  }
  return bodyFault(bytes, start, end, '{"id":…,"randomNumber":…}');
}

function parseObject(
  bytes: Uint8Array,
  start: number,
  end: number,
): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes.subarray(start, end)).toString("utf8"));
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function bodyFault(bytes: Uint8Array, start: number, end: number, wanted: string): Fault {
  return { kind: "body", message: `body is ${quote(bytes, start, end)}, expected \`${wanted}\`` };
}

function matches(bytes: Uint8Array, start: number, end: number, wanted: Uint8Array): boolean {
  if (end - start < wanted.length) return false;
  for (let index = 0; index < wanted.length; index++) {
    if (bytes[start + index] !== wanted[index]) return false;
  }
  return true;
}

function endOfDigits(bytes: Uint8Array, start: number, end: number): number {
  let offset = start;
  while (offset < end && (bytes[offset] as number) >= 0x30 && (bytes[offset] as number) <= 0x39) {
    offset++;
  }
  return offset;
}

/** Digits as JSON allows them (no leading zero), few enough to be exact. */
function isPlainInteger(bytes: Uint8Array, start: number, end: number): boolean {
  return end > start && end - start <= 15 && (bytes[start] !== 0x30 || end === start + 1);
}

function integerIn(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let offset = start; offset < end; offset++) {
    value = value * 10 + (bytes[offset] as number) - 0x30;
  }
  return value;
}

function isWhole(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value);
}

function asciiBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
