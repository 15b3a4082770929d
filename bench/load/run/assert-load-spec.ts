import { maximumBody, RowbenchError } from "@rowbench/shared/contract";
import { parseOrigin } from "../http/target.ts";
import {
  connectionUses,
  expectations,
  type LoadSpec,
  type LoopSpec,
  type RequestKind,
  type TableContents,
} from "../terms/load-spec.ts";

/** Throws `USAGE` with the value, and with what is allowed, when a load cannot be made. */
export function assertLoadSpec(spec: LoadSpec): void {
  parseOrigin(spec.origin);
  assertBetween("connections", spec.connections, 1, 65_535, Number.isInteger);
  assertBetween("duration", spec.duration, 1, 86_400_000);
  assertBetween("timeLimit", spec.timeLimit, 1, 60_000);
  assertBetween("seed", spec.seed, 0, Number.MAX_SAFE_INTEGER, Number.isInteger);
  assertLoop(spec.loop);
  assertOneOf("connection", spec.connection ?? "keep-alive", connectionUses);
  if (spec.kinds.length === 0) throw usage("kinds", "", "at least one kind of request");
  for (const kind of spec.kinds) assertKind(kind);
  assertPipeline(spec);
  assertPieces(spec);
  if (spec.table !== undefined) assertTable(spec.table);
}

function assertLoop(loop: LoopSpec): void {
  if (loop.kind === "open") {
    assertBetween("rate", loop.rate, 0.001, 10_000_000);
  } else {
    const { shortest, longest } = loop.warmUp;
    assertBetween("warmUp.longest", longest, 0, 3_600_000);
    assertBetween("warmUp.shortest", shortest, 0, longest);
  }
}

function assertKind({ path, weight, expect, wait, file }: RequestKind): void {
  // Anything else would make another request, or two of them.
  if (!/^\/[!-~]*$/.test(path)) throw usage("path", path, "`/` and visible ASCII characters");
  assertBetween("weight", weight, Number.MIN_VALUE, Number.MAX_VALUE);
  assertOneOf("expect", expect, expectations);
  if (wait !== undefined) assertBetween("wait", wait, 0, 60_000);
  if (file !== undefined) assertBetween("file", file, 0, maximumBody, Number.isInteger);
  // What was sent is what the answer is checked with.
  if ((expect === "form") !== (file !== undefined))
    throw usage("expect", expect, "`form` with a file, and with nothing else");
}

function assertPipeline({ pipeline = 1, loop, kinds, connection }: LoadSpec): void {
  assertBetween("pipeline", pipeline, 1, 1024, Number.isInteger);
  const isPossible = loop.kind === "closed" && kinds.length === 1 && connection !== "close";
  if (pipeline === 1 || isPossible) return;
  throw new RowbenchError(
    "USAGE",
    "pipeline works in a closed loop, with one kind of request and connections that are kept",
  );
}

function assertPieces({ pieces = 1, loop }: LoadSpec): void {
  assertBetween("pieces", pieces, 1, 10_000, Number.isInteger);
  if (pieces === 1 || loop.kind === "closed") return;
  throw new RowbenchError("USAGE", "pieces are of a closed loop: arrivals do not wait");
}

function assertTable({ rows, salt, staleSalt = 0 }: TableContents): void {
  assertBetween("table.rows", rows, 1, Number.MAX_SAFE_INTEGER, Number.isInteger);
  assertBetween("table.salt", salt, 0, 9999, Number.isInteger);
  assertBetween("table.staleSalt", staleSalt, 0, 9999, Number.isInteger);
}

function assertBetween(
  name: string,
  value: number,
  low: number,
  high: number,
  isAllowed: (value: number) => boolean = Number.isFinite,
): void {
  if (isAllowed(value) && value >= low && value <= high) return;
  throw usage(name, String(value), `${low} to ${high}`);
}

function assertOneOf(name: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value)) throw usage(name, value, allowed.join(", "));
}

function usage(name: string, value: string, allowed: string): RowbenchError {
  return new RowbenchError("USAGE", `${name} is \`${value}\`, allowed: ${allowed}`);
}
