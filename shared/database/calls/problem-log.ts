import { messageOf } from "../../contract/index.ts";

const quietMs = 1000;

/** Writes why the subject cannot be reached to the standard error, once a second at most. */
export function createProblemLog(
  subject: "database" | "cache",
  write: (line: string) => void = (line) => process.stderr.write(line),
  now: () => number = () => performance.now(),
): (error: unknown) => void {
  let lastAt = Number.NEGATIVE_INFINITY;
  return (error) => {
    if (now() - lastAt < quietMs) return;
    lastAt = now();
    write(`${subject} unavailable: ${messageOf(error)}; trying again\n`);
  };
}
