import { messageOf } from "../../contract/index.ts";

const quietMs = 1000;

/** Writes why the database cannot be reached to the standard error, once a second at most. */
export function createProblemLog(
  write: (line: string) => void = (line) => process.stderr.write(line),
  now: () => number = () => performance.now(),
): (error: unknown) => void {
  let lastAt = Number.NEGATIVE_INFINITY;
  return (error) => {
    if (now() - lastAt < quietMs) return;
    lastAt = now();
    write(`database unavailable: ${messageOf(error)}; trying again\n`);
  };
}
