export * from "./cells.ts";
export * from "./models/model.ts";
export * from "./models/models.ts";
export * from "./servers.ts";
export * from "./workers/running-server.ts";
