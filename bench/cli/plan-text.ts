import type { Plan } from "../plan/plan.ts";
import { formatCount } from "../report/columns.ts";
import { formatLength } from "./progress.ts";
import { withWorkers } from "./workers-option.ts";

/** The plan in a few lines: what will be measured, how, and how long it takes. */
export function formatPlan(plan: Plan): string {
  const { warmUp, closed, open } = plan.slices;
  const seconds = (value: number) => `${(value / 1000).toFixed(1)} s`;
  const workloads = plan.workloads.map(({ name }) => name);
  const cells = plan.cells.map(
    ({ server, model, workers }) => `${server}/${withWorkers(model, workers)}`,
  );
  return [
    `${plan.cells.length} cells  ${cells.join(", ")}`,
    ...plan.unavailable.map(({ server, model }) => `unavailable  ${server}/${model}`),
    `${plan.order.length} round${plan.order.length === 1 ? "" : "s"} of fresh starts in random order, seed ${plan.seed}`,
    ...(workloads.length > 1 ? [`each start under the workloads  ${workloads.join(", ")}`] : []),
    `each ${workloads.length > 1 ? "workload" : "start"}  warm-up ${seconds(warmUp)}, closed loop ${seconds(closed)} with ${plan.connections} connections, open loop ${seconds(open)} at ${formatCount(plan.rate)} requests/s`,
    `takes about ${formatLength(plan.estimate)} (budget ${formatLength(plan.budget)})`,
  ].join("\n");
}
