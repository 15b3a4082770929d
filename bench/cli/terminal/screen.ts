/** A line of a screen, and what it is for. */
export interface ScreenLine {
  readonly text: string;
  readonly tone?: "quiet" | "alarm";
}

/** A few lines at the end of a terminal that are rewritten in place. */
export interface Screen {
  /** Shows these lines within a quarter of a second in the place of those before. */
  draw(lines: () => readonly ScreenLine[]): void;
  /** Puts a line above them, where it stays. */
  print(line: ScreenLine): void;
  /** Takes the lines away and leaves the terminal as it was found. May be called again. */
  close(): void;
}

/** Where a screen is drawn. */
export interface ScreenOutput {
  write(text: string): void;
  /** Cuts a line that the terminal, as wide as it is at this moment, would break. */
  fit(line: ScreenLine): ScreenLine;
  /** Gives a line its colour, where there are any. */
  color(line: ScreenLine): string;
}

/** It shares the processors with what is measured. */
const shortestPauseMs = 250;

const code = {
  hideCursor: "\u001b[?25l",
  showCursor: "\u001b[?25h",
  eraseBelow: "\u001b[J",
  eraseRest: "\u001b[K",
  up: (lines: number) => (lines > 0 ? `\u001b[${lines}A` : ""),
} as const;

/** An empty screen; nothing is written before the first draw. */
export function createScreen(output: ScreenOutput, now: () => number): Screen {
  let shown = 0;
  let last: readonly string[] = [];
  let wanted: (() => readonly ScreenLine[]) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let paintedAt = Number.NEGATIVE_INFINITY;
  const home = () => `\r${code.up(shown - 1)}`;
  const paint = () => {
    clearTimeout(timer);
    timer = undefined;
    if (wanted === undefined) return;
    paintedAt = now();
    last = wanted().map((line) => output.color(output.fit(line)));
    const start = shown === 0 ? code.hideCursor : home();
    output.write(`${start}${bodyOf(last)}`);
    shown = last.length;
  };
  return {
    draw: (lines) => {
      wanted = lines;
      const pause = shortestPauseMs - (now() - paintedAt);
      if (pause <= 0) paint();
      else timer ??= setTimeout(paint, pause).unref();
    },
    print: (line) => {
      const text = `${output.color(line)}${code.eraseRest}\n`;
      output.write(shown === 0 ? text : `${home()}${text}${bodyOf(last)}`);
    },
    close: () => {
      clearTimeout(timer);
      timer = undefined;
      wanted = undefined;
      if (shown > 0) output.write(`${home()}${code.eraseBelow}${code.showCursor}`);
      shown = 0;
    },
  };
}

function bodyOf(lines: readonly string[]): string {
  return `${lines.map((line) => `${line}${code.eraseRest}`).join("\n")}${code.eraseBelow}`;
}
