import { openSync, writeSync } from "node:fs";

/** A log file that starts anew when it is full, and the last lines for an error message. */
export interface BoundedLog {
  write(data: Buffer): void;
  /** The last lines in one, separated by ` | `. */
  lastLines(): string;
}

const maximumBytes = 1_000_000;

/** Opens a log of at most a megabyte; what an earlier instance wrote is overwritten. */
export function createBoundedLog(path: string): BoundedLog {
  const file = openSync(path, "w", 0o600);
  let position = 0;
  let tail = "";
  return {
    write(data) {
      if (position + data.length > maximumBytes) position = 0;
      position += writeSync(file, data, 0, data.length, position);
      tail = (tail + data.toString()).slice(-2000);
    },
    lastLines: () => tail.trim().split("\n").slice(-3).join(" | "),
  };
}
