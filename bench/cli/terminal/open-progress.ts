import { styleText } from "node:util";
import { truncateTo } from "../../report/text/display-width.ts";
import type { Plan } from "../../results/records/records.ts";
import { createProgress, type Progress } from "./progress.ts";
import type { ScreenLine } from "./screen.ts";
import { isTerminal, terminalOptions } from "./terminal-stream.ts";

/**
 * Progress on stderr. A terminal is left in order in any case: also when a second Ctrl-C ends the
 * program at once.
 */
export function openProgress(plan: Plan, label: string): Progress {
  const { stderr } = process;
  const output = {
    isTerminal: isTerminal(stderr),
    write: (text: string) => void stderr.write(text),
    fit: (line: ScreenLine) => fitLine(line, stderr.columns),
    color: (line: ScreenLine) => colorLine(line, terminalOptions(stderr).isColored),
  };
  const progress = createProgress(plan, output, { label });
  process.once("exit", progress.close);
  return {
    ...progress,
    close: () => {
      process.off("exit", progress.close);
      progress.close();
    },
  };
}

const widths = { usual: 80, widest: 120 } as const;

/** A line that a terminal does not break: its last column stays free. */
export function fitLine(line: ScreenLine, columns: number = widths.usual): ScreenLine {
  return { ...line, text: truncateTo(line.text, Math.min(columns, widths.widest) - 1) };
}

/** A line in the colour of its tone, on a terminal that has any. */
export function colorLine({ text, tone }: ScreenLine, isColored: boolean): string {
  if (!isColored || tone === undefined) return text;
  return styleText(tone === "alarm" ? "yellow" : "dim", text, { validateStream: false });
}
