import { availableParallelism, cpus, release, totalmem, type } from "node:os";

/** What a run was measured on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
}

/** What runs a series whose runtime is not named: the Node.js that measured, such as `node26`. */
export function usualRuntime({ node }: Machine): string {
  return `node${node.split(".")[0]}`;
}

/** Describes this machine; the host's name stays out of it. */
export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${type()} ${release()}`,
    node: process.versions.node,
  };
}
