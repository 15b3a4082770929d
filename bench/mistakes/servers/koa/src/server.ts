import { createServer as createHttpServer } from "node:http";
import { createApp } from "@rowbench/koa/src/app.ts";
import { createServer as createTuned } from "@rowbench/koa/src/server.ts";
import logger from "koa-logger";
import { lookUpMistakes } from "../../../look-ups.ts";
import { chosenVariant } from "../../../variants.ts";

export const createServer = chosenVariant({
  ...lookUpMistakes(createTuned),
  logger: (rows, cache) => {
    const app = createApp(rows, cache);
    // First of all, where a logger stands.
    app.middleware.unshift(logger());
    return createHttpServer(app.callback());
  },
});
