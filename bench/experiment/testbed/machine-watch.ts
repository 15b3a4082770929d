import { microseconds } from "@rowbench/shared/contract";
import type { Mark } from "../../load/index.ts";
import type { Canary } from "../observation/canary.ts";
import { watchClock } from "../observation/clock-step.ts";
import { type Observation, observe } from "../observation/observation.ts";
import type { Roles } from "../observation/roles.ts";
import { type Piece, type Usage, usageOf } from "../observation/usage.ts";
import type { MachineWatch } from "./testbed.ts";

/** Looks at this machine: at its fixed work now, at its counters at each
 * mark of a window that may come in pieces. */
export function watchMachine(roles: Roles, canary: Canary): MachineWatch {
  const workTime = canary();
  const clockStepMs = watchClock();
  const marks: Record<Mark, Promise<Observation>[]> = { begin: [], end: [] };
  return {
    mark(mark) {
      const looking = observe(roles);
      // A load that fails is the news; nobody waits for what was seen meanwhile.
      looking.catch(() => {});
      marks[mark].push(looking);
    },
    async usage({ share }) {
      const pieces = await piecesOf(marks);
      if (pieces.length === 0) throw new Error("the window had no marks");
      return {
        ...scaled(usageOf(roles, pieces), share),
        canary: workTime,
        clockStepMs: Math.round(clockStepMs()),
      };
    },
  };
}

/** What one may not attribute to a window alone stays as it is: shares and sizes. */
function scaled(usage: Usage, share: number): Usage {
  const scale = (us: number) => microseconds(Math.round(us * share));
  return {
    ...usage,
    serverCpuUs: scale(usage.serverCpuUs),
    workerCpuUs: usage.workerCpuUs.map(scale),
  };
}

async function piecesOf(marks: Record<Mark, Promise<Observation>[]>): Promise<readonly Piece[]> {
  const [begins, ends] = await Promise.all([Promise.all(marks.begin), Promise.all(marks.end)]);
  return begins.flatMap((begin, place) => {
    const end = ends[place];
    return end === undefined ? [] : [{ begin, end }];
  });
}
