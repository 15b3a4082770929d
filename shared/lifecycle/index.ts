export { formatPool, parsePool } from "./pool-option.ts";
export type { ReadyMessage } from "./serve.ts";
