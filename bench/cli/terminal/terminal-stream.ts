import type { TerminalOptions } from "../../report/formats/terminal.ts";

/** What of `process.stdout` and `process.stderr` tells what they show. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  hasColors?(): boolean;
}

const widths = { usual: 80, narrowest: 40, widest: 120 } as const;

/** Whether lines can be rewritten there: a terminal that calls itself dumb only appends. */
export function isTerminal({ isTTY = false }: OutputStream, environment = process.env): boolean {
  return isTTY && environment.TERM !== "dumb";
}

/**
 * How wide a report may be there, and whether in colour: on terminals alone, and where NO_COLOR,
 * which Node.js looks at itself, does not forbid it.
 */
export function terminalOptions(stream: OutputStream): Required<TerminalOptions> {
  if (!isTerminal(stream)) return { width: widths.usual, isColored: false };
  const { columns = widths.usual } = stream;
  return {
    width: Math.min(widths.widest, Math.max(widths.narrowest, columns)),
    isColored: stream.hasColors?.() ?? false,
  };
}
