import type { HttpResponse } from "uWebSockets.js";
import type { RowCache, RowStore, Server } from "@rowbench/shared/contract";
import { createApp, createInFlight } from "@rowbench/uwebsockets/src/app.ts";
import { serverOf } from "@rowbench/uwebsockets/src/listener.ts";
import { createServer as createTuned } from "@rowbench/uwebsockets/src/server.ts";
import { lookUpMistakes } from "../../../look-ups.ts";
import { chosenVariant } from "../../../variants.ts";

/** Sends one row, `startMs` after the request came, on the clock of `performance.now()`. */
type Send = (response: HttpResponse, row: object, startMs: number) => void;

/** Look-ups have a handler of their own here; `corked` is the one without a mistake. */
export const createServer = chosenVariant({
  ...lookUpMistakes(createTuned),
  corked: (rows, cache) => withHandler(rows, cache, sendCorked),
  "no-cork": (rows, cache) => withHandler(rows, cache, send),
  logger: (rows, cache) => withHandler(rows, cache, sendLogged),
});

/** The package's app but for `/db`: of two handlers of a path the later one counts. */
function withHandler(rows: RowStore, cache: RowCache, sendRow: Send): Server {
  const inFlight = createInFlight();
  const app = createApp(rows, cache, inFlight);
  app.get("/db", async (response) => {
    const startMs = performance.now();
    let hasLeft = false;
    response.onAborted(() => {
      hasLeft = true;
    });
    const row = await rows.randomRow();
    if (!hasLeft) sendRow(response, row, startMs);
  });
  return serverOf(app, inFlight);
}

/** Each of these three calls may be a system call of its own. */
function send(response: HttpResponse, row: object): void {
  response.writeHeader("Content-Type", "application/json");
  response.writeHeader("Server", "uwebsockets");
  response.end(JSON.stringify(row));
}

function sendCorked(response: HttpResponse, row: object): void {
  response.cork(() => send(response, row));
}

/** There is no customary logger: the line is what most write by hand. */
function sendLogged(response: HttpResponse, row: object, startMs: number): void {
  sendCorked(response, row);
  console.log(`GET /db 200 ${(performance.now() - startMs).toFixed(1)} ms`);
}
