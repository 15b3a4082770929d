import { bytes } from "@rowbench/shared/contract";
import { formatBytes } from "../report/text/format.ts";
import { type ColumnOf, formatMarkdownTable, tableOf } from "../report/text/text-table.ts";
import type { Machine } from "../results/records/machine.ts";
import type { Finding } from "./finding.ts";
import type { Section } from "./section.ts";

/** A whole calibration. */
export interface Calibration {
  /** What makes this document again, as it is typed. */
  readonly command: string;
  readonly startedAt: Date;
  readonly machine: Machine;
  readonly sections: readonly Section[];
}

/** The calibration as Markdown: what was reached and what was not, then how each of it was found. */
export function formatCalibration({ command, startedAt, machine, sections }: Calibration): string {
  const findings = sections.flatMap((section) => section.findings);
  return `${[
    "# Calibration",
    `Made by \`${command}\` on ${startedAt.toISOString().slice(0, 10)}; ${describeMachine(machine)}. All of it comes from that command.`,
    formatMarkdownTable(tableOf(columns, findings)),
    ...sections.flatMap(formatSection),
  ].join("\n\n")}\n`;
}

function describeMachine({ cores, cpu, memoryBytes, system, node }: Machine): string {
  return `${cores} × ${cpu}, ${formatBytes(bytes(memoryBytes))}, ${system}, Node.js ${node}`;
}

function formatSection({ title, text, tables }: Section): readonly string[] {
  return [`## ${title}`, ...text, ...tables.map(formatMarkdownTable)];
}

const columns: readonly ColumnOf<Finding>[] = [
  { title: "", align: "left", cell: ({ kind }) => kind },
  { title: "what", align: "left", cell: ({ name }) => name },
  { title: "target", align: "left", cell: ({ target }) => target },
  { title: "measured", align: "left", cell: ({ measured }) => measured },
];
