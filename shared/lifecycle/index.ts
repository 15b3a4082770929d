export * from "./choice.ts";
export { connectTo, listenExclusively } from "./exclusive-socket.ts";
export { formatPool, parsePool } from "./pool-option.ts";
export type { ReadyMessage } from "./serve.ts";
