export { editDistance, unknownWord } from "./choice.ts";
export * from "./cpu-work.ts";
export * from "./errors.ts";
export * from "./replies.ts";
export * from "./row.ts";
export * from "./row-store.ts";
export * from "./server.ts";
export * from "./units.ts";
