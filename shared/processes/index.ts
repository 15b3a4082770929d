export { connectTo, listenExclusively } from "./exclusive-socket.ts";
export { findProgram } from "./find-program.ts";
export { findFreePort } from "./free-port.ts";
export { isAlive } from "./is-alive.ts";
export { portOwner } from "./port-owner.ts";
export {
  collectText,
  type Environment,
  type ProgramOptions,
  type ProgramResult,
  runProgram,
  signalChildGroup,
} from "./run-program.ts";
export type { ScriptRunner } from "./script-runner.ts";
export {
  type ChildEnding,
  type SupervisedChild,
  type SuperviseOptions,
  superviseChild,
} from "./supervised-child.ts";
export { startTethered, type TetheredProcess } from "./tethered-process.ts";
