import { readFileSync } from "node:fs";

/** What the kernel says of a process. */
export interface ProcessStatus {
  /** A letter of proc(5): `R` for running, `S` for sleeping, `Z` for a zombie. */
  readonly state: string;
  readonly parent: number;
  /** Its process group, by the id of the group's first process. */
  readonly group: number;
}

/** Read from /proc: `undefined` where there is no such process, and on other systems than Linux. */
export function processStatus(pid: number): ProcessStatus | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // These stand after the name, which may itself hold blanks and brackets.
    const [state = "", parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state, parent: Number(parent), group: Number(group) };
  } catch {
    return undefined;
  }
}
