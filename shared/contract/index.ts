export * from "./errors.ts";
export * from "./row.ts";
export * from "./row-store.ts";
export * from "./units.ts";
