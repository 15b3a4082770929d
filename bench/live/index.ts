export { lowerPriority } from "./lower-priority.ts";
export { isOver, serveRun } from "./serve-run.ts";
export { type LiveProcess, startLiveProcess } from "./start-live-process.ts";
