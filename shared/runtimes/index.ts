export { describeRuntime } from "./describe-runtime.ts";
export {
  describeMissing,
  findRuntime,
  nodeProgram,
  ownRuntime,
  requireRuntime,
  runtimesFolder,
} from "./find-runtime.ts";
export * from "./runtime.ts";
export { runtimeEnvironment } from "./runtime-environment.ts";
