export * from "./choice.ts";
export { connectTo, listenExclusively } from "./exclusive-socket.ts";
export type { ReadyMessage } from "./serve.ts";
