import type { RowCache, RowStore } from "@rowbench/shared/contract";
import fastifyPlugin from "fastify-plugin";

/** Where the answers come from. */
export interface Sources {
  readonly rows: RowStore;
  readonly cache: RowCache;
}

declare module "fastify" {
  interface FastifyInstance extends Sources {}
}

/** Puts both on the app, which closes them once its last answer is sent. */
export const sources = fastifyPlugin<Sources>(
  async (app, { rows, cache }) => {
    app.decorate("rows", rows).decorate("cache", cache);
    app.addHook("onClose", async () => {
      await Promise.all([rows.close(), cache.close()]);
    });
  },
  { name: "sources" },
);
