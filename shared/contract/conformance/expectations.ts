import type { Answer } from "../../client/http-client.ts";
import { expectedRandomNumber, type TableContent } from "../row.ts";

/** What a rule expected and what came back. */
class ExpectationError extends Error {}

function expect(holds: boolean, expected: string, received: unknown): asserts holds {
  const shown = typeof received === "string" ? received : JSON.stringify(received);
  if (!holds) throw new ExpectationError(`expected ${expected}, got \`${shown}\``);
}

/** Status, the headers of the contract, and a JSON body; returns the body. */
export function expectJson(answer: Answer, ...statusCodes: readonly number[]): object {
  const { statusCode, headers, body } = answer;
  expect(statusCodes.includes(statusCode), `status ${statusCodes.join(" or ")}`, statusCode);
  const type = headers["content-type"] ?? "";
  expect(/^application\/json(;|$)/.test(type), "Content-Type application/json", type);
  const length = headers["content-length"];
  expect(length === String(Buffer.byteLength(body)), "the body's Content-Length", length ?? "none");
  expect(headers.server !== undefined, "a Server header", "none");
  expect(!Number.isNaN(Date.parse(headers.date ?? "")), "a Date header", headers.date ?? "none");
  return parseObject(body);
}

function parseObject(body: string): object {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // The message below shows what came back.
  }
  throw new ExpectationError(`expected a JSON object, got \`${body.slice(0, 200)}\``);
}

/** A row of this table with the right value for its id; returns the id. */
export function expectRow(answer: Answer, { rows, salt }: TableContent): number {
  const body = expectJson(answer, 200);
  const { id, randomNumber } = body as { id?: unknown; randomNumber?: unknown };
  const shaped = Object.keys(body).length === 2 && Number.isInteger(id) && Number(id) >= 1;
  expect(shaped, '{"id":…,"randomNumber":…}', body);
  expect(Number(id) <= rows, `an id from 1 to ${rows}`, id);
  const expected = expectedRandomNumber(Number(id), salt);
  expect(randomNumber === expected, `randomNumber ${expected} for id ${id}`, randomNumber);
  return Number(id);
}

/** An error reply: JSON with one `error` text, and nothing of the server's inside. */
export function expectError(answer: Answer, ...statusCodes: readonly number[]): void {
  const body = expectJson(answer, ...statusCodes);
  const { error } = body as { error?: unknown };
  expect(Object.keys(body).length === 1 && typeof error === "string", '{"error":"…"}', body);
  expect(!/\bat .+:\d+/.test(String(error)), "no stack trace", error);
}

/** Exactly this body. */
export function expectBody(answer: Answer, expected: object): void {
  const body = expectJson(answer, 200);
  const text = JSON.stringify(expected);
  expect(JSON.stringify(body) === text, text, body);
}

/** Anything else that a rule knows. */
export { expect as expectThat };
