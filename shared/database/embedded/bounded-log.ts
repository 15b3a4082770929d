import { openSync, writeSync } from "node:fs";

const maximumBytes = 1_000_000;

/**
 * Opens a log file of at most a megabyte, which starts anew when it is full; what an earlier
 * instance wrote is overwritten. Returns how to write to it.
 */
export function openBoundedLog(path: string): (data: Buffer) => void {
  const file = openSync(path, "w", 0o600);
  let position = 0;
  return (data) => {
    if (position + data.length > maximumBytes) position = 0;
    position += writeSync(file, data, 0, data.length, position);
  };
}
