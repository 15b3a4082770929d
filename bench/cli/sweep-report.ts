import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeMachine } from "../measure/machine.ts";
import { formatCount } from "../report/columns.ts";
import { formatMarkdownTable, formatPlain, type TextTable } from "../report/text-table.ts";
import type { SweepValues } from "../statistics/sweep-summary.ts";
import { resultsFolder } from "./results-folder.ts";
import type { SweepOptions, SweepSession } from "./sweep-run.ts";

/** What a sweep has found. */
export interface SweepReport {
  /** Of the folder, after the time. */
  readonly name: string;
  readonly title: string;
  readonly table: TextTable;
  /** Sentences below the table. */
  readonly notes: readonly string[];
  /** The plan, the figures and what follows from them, as plain data. */
  readonly content: object;
}

/** Prints a report, and keeps it with its raw figures in `results/`. */
export function publishSweep(
  { name, title, table, notes, content }: SweepReport,
  options: SweepOptions,
  session: SweepSession,
): void {
  const origin = describeSweep(options, session);
  const markdown = [`# ${title}`, formatMarkdownTable(table), `> ${origin}`, ...notes];
  const folder = saveSweep(name, content, markdown.join("\n\n"));
  process.stdout.write(`\n${title}\n${formatPlain(table)}\n\n${[...notes, origin].join("\n")}\n`);
  process.stderr.write(`results in ${folder}\n`);
}

/** Every figure that counts, as plain data. */
export function valuesToJson(values: SweepValues): object {
  return values.points.map(({ label }) => ({
    point: label,
    throughputByRound: Object.fromEntries(
      values.series.map((name) => [name, Object.fromEntries(values.valuesOf(name, label))]),
    ),
    cpuUsPerRequestByRound: Object.fromEntries(
      values.series.map((name) => [name, Object.fromEntries(values.cpuOf(name, label))]),
    ),
  }));
}

/** Writes `results/<time>-sweep-<name>/sweep.json` and `report.md`; returns the folder. */
export function saveSweep(name: string, sweep: object, markdown: string): string {
  const startedAt = new Date().toISOString();
  const folder = join(
    resultsFolder,
    `${startedAt.slice(0, 19).replaceAll(":", "-")}-sweep-${name}`,
  );
  mkdirSync(folder, { recursive: true });
  const content = { startedAt, machine: describeMachine(), ...sweep };
  writeFileSync(join(folder, "sweep.json"), `${JSON.stringify(content, null, 2)}\n`);
  writeFileSync(join(folder, "report.md"), `${markdown}\n`);
  return folder;
}

/** One line that says where and when a sweep was made. */
export function describeSweep({ rounds, seed }: SweepOptions, { database }: SweepSession): string {
  const { cpu, cores, system, node } = describeMachine();
  return [
    new Date().toISOString().slice(0, 10),
    `${cores} × ${cpu}`,
    `${system}, Node ${node}`,
    `PostgreSQL ${database.version} (${database.source}), ${formatCount(database.rows)} rows`,
    `${rounds} rounds, seed ${seed}`,
  ].join("; ");
}
