export * from "./cells.ts";
export * from "./models.ts";
export * from "./servers.ts";
export * from "./types.ts";
