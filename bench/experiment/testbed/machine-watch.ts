import type { Mark } from "../../load/index.ts";
import type { Canary } from "../observation/canary.ts";
import { watchClock } from "../observation/clock-step.ts";
import { type Observation, observe, type Roles, usageBetween } from "../observation/observation.ts";
import type { MachineWatch } from "./testbed.ts";

/** Looks at this machine: at its fixed work now, at its counters at each mark. */
export function watchMachine(roles: Roles, canary: Canary): MachineWatch {
  const workTime = canary();
  const clockStepMs = watchClock();
  const marks: Partial<Record<Mark, Promise<Observation>>> = {};
  return {
    mark(mark) {
      const looking = observe(roles);
      // A load that fails is the news; nobody waits for what was seen meanwhile.
      looking.catch(() => {});
      marks[mark] = looking;
    },
    async usage(elapsedUs) {
      const [begin, end] = await Promise.all([marks.begin, marks.end]);
      if (begin === undefined || end === undefined) throw new Error("the window had no marks");
      return {
        ...usageBetween(roles, begin, end, elapsedUs),
        canary: workTime,
        clockStepMs: Math.round(clockStepMs()),
      };
    },
  };
}
