import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { createApp } from "@rowbench/hono/app";
import { notFoundReply, type RowCache, type RowStore } from "@rowbench/shared/contract";
import { Hono } from "hono";
import { logger } from "hono/logger";
import { lookUpMistakes } from "../../../look-ups.ts";
import { chosenVariant } from "../../../variants.ts";

export const createServer = chosenVariant({
  ...lookUpMistakes((rows, cache) => serve(createApp(rows, cache))),
  logger: (rows, cache) => serve(logged(rows, cache)),
});

function logged(rows: RowStore, cache: RowCache): Hono {
  const app = new Hono().use(logger()).route("/", createApp(rows, cache));
  // What an app answers to unknown paths does not come along with its routes.
  app.notFound((context) => context.json(notFoundReply, 404));
  return app;
}

function serve({ fetch }: Hono): Server {
  return createAdaptorServer({ fetch }) as Server;
}
