import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createApp } from "@rowbench/express/src/app.ts";
import { createServer as createTuned } from "@rowbench/express/src/server.ts";
import type { RowCache, RowStore } from "@rowbench/shared/contract";
import express, { type Express } from "express";
import morgan from "morgan";
import { lookUpMistakes } from "../../../look-ups.ts";
import { chosenVariant } from "../../../variants.ts";

export const createServer = chosenVariant({
  ...lookUpMistakes(createTuned),
  logger: (rows, cache) => createHttpServer(logged(createApp(rows, cache))),
  "etag-on": (rows, cache) => createHttpServer(withEtag(rows, cache, "weak")),
  "etag-off": (rows, cache) => createHttpServer(withEtag(rows, cache, false)),
});

function logged(app: Express): RequestListener {
  const outer = express();
  outer.disable("x-powered-by");
  outer.use(morgan("combined"));
  outer.use(app);
  return outer;
}

function withEtag(rows: RowStore, cache: RowCache, etag: "weak" | false): RequestListener {
  const app = createApp(rows, cache);
  app.set("etag", etag);
  return app;
}
