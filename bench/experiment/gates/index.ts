export { refusalsOf } from "./gates.ts";
export type { Measurement } from "./measurement.ts";
