import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { messageOf, RowbenchError } from "@rowbench/shared/contract";
import type { ExperimentHeader, ExperimentRecord } from "./records.ts";
import { headerFile, samplesFile } from "./results-folder.ts";
import { readableFormats, upgradeRecord } from "./upgrade-record.ts";

/** What `samples.ndjson` holds. */
export interface ReadRecords {
  readonly header: ExperimentHeader;
  /** All records that can be read, the header left out. */
  readonly records: readonly ExperimentRecord[];
  /** A sentence for each line that cannot, with its number. */
  readonly problems: readonly string[];
}

type Line =
  | { readonly kind: "record"; readonly record: ExperimentRecord }
  | { readonly kind: "problem"; readonly problem: string };

/**
 * Reads an experiment's records. Lines that were damaged or cut off are named and left out. Throws
 * RESULTS_UNREADABLE when there is no file, no header, or one of another format.
 */
export function readRecords(folder: string): ReadRecords {
  const path = join(folder, samplesFile);
  const texts = readSamples(folder, path).split("\n");
  const lines = texts
    .map((text, index) => ({ text, place: `${path}:${index + 1}` }))
    .filter(({ text }) => text !== "")
    .map(({ text, place }) => parseLine(text, place));
  const all = lines.flatMap((line) => (line.kind === "record" ? [line.record] : []));
  return {
    header: headerOf(folder, all),
    records: all.filter(({ kind }) => kind !== "experiment"),
    problems: lines.flatMap((line) => (line.kind === "problem" ? [line.problem] : [])),
  };
}

function readSamples(folder: string, path: string): string {
  if (existsSync(path)) return readText(path);
  // Published samples are packed.
  const packed = `${path}.gz`;
  if (existsSync(packed)) return readPacked(packed);
  const what = existsSync(folder) ? `it has no \`${samplesFile}\`` : "there is no such folder";
  throw new RowbenchError("RESULTS_UNREADABLE", `\`${folder}\` is no run: ${what}`);
}

function readPacked(path: string): string {
  try {
    return gunzipSync(readFileSync(path)).toString();
  } catch (cause) {
    throw new RowbenchError("RESULTS_UNREADABLE", `\`${path}\`: ${messageOf(cause)}`, { cause });
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new RowbenchError("RESULTS_UNREADABLE", messageOf(cause), { cause });
  }
}

/** One line of `samples.ndjson`; undefined for one that cannot be read. */
export function parseRecord(text: string): ExperimentRecord | undefined {
  const line = parseLine(text, "");
  return line.kind === "record" ? line.record : undefined;
}

function parseLine(text: string, place: string): Line {
  try {
    const record = upgradeRecord(JSON.parse(text)) as ExperimentRecord | null;
    const missing = missingField(record);
    if (record !== null && missing === undefined) return { kind: "record", record };
    return { kind: "problem", problem: `${place} is left out: it has no \`${missing}\`` };
  } catch (error) {
    return { kind: "problem", problem: `${place} is left out: ${messageOf(error)}` };
  }
}

/** What a report reads of each kind of record without asking whether it is there. */
const fields: Readonly<Record<ExperimentRecord["kind"], readonly string[]>> = {
  experiment: ["plan", "view", "machine", "database", "frameworks", "startedAt"],
  headroom: ["connections", "throughput"],
  rate: ["load", "rate"],
  slice: ["series", "round", "load", "loop", "result", "serverCpuUs", "refusals"],
  failure: ["series", "round", "stage", "reason"],
  round: ["round"],
};

function missingField(record: object | null): string | undefined {
  const { kind } = (record ?? {}) as { readonly kind?: ExperimentRecord["kind"] | "run" };
  // A record of an older format: the header tells.
  if (kind === "run") return undefined;
  if (kind === undefined) return "kind";
  return fields[kind] === undefined
    ? "kind"
    : fields[kind].find((name) => !(name in (record ?? {})));
}

/** The header stands in `run.json` as well: a damaged first line costs nothing. */
function headerOf(folder: string, records: readonly ExperimentRecord[]): ExperimentHeader {
  const header = records.find(({ kind }) => kind === "experiment") ?? readHeader(folder);
  if (header?.kind === "experiment" && readableFormats.includes(header.format)) return header;
  const what = header === undefined ? "has no header" : "was made by an older rowbench";
  throw new RowbenchError(
    "RESULTS_UNREADABLE",
    `\`${folder}\` ${what}: this one reads records of format ${readableFormats.join(" and ")}`,
  );
}

function readHeader(folder: string): ExperimentRecord | undefined {
  const path = join(folder, headerFile);
  if (!existsSync(path)) return undefined;
  const line = parseLine(readText(path), path);
  return line.kind === "record" ? line.record : undefined;
}
