import type { Server } from "node:http";
import { createApp } from "@rowbench/fastify/src/app.ts";
import { createServer as createTuned } from "@rowbench/fastify/src/server.ts";
import type { FastifyInstance, FastifyServerOptions } from "fastify";
import { lookUpMistakes } from "../../../look-ups.ts";
import { chosenVariant } from "../../../variants.ts";

export const createServer = chosenVariant({
  ...lookUpMistakes(createTuned),
  logger: (rows, cache) => ready(createApp(rows, cache, { logger: true })),
  "no-schema": (rows, cache) => ready(createApp(rows, cache, withoutSerializers)),
});

/** Fastify writes what has no response schema by `JSON.stringify`. */
const withoutSerializers: FastifyServerOptions = {
  schemaController: { compilersFactory: { buildSerializer: () => () => JSON.stringify } },
};

async function ready(app: FastifyInstance): Promise<Server> {
  await app.ready();
  return app.server;
}
