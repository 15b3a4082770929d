import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createApp } from "@rowbench/node-http/src/app.ts";
import { createServer as createTuned } from "@rowbench/node-http/src/server.ts";
import { lookUpMistakes } from "../../../look-ups.ts";
import { chosenVariant } from "../../../variants.ts";

export const createServer = chosenVariant({
  ...lookUpMistakes(createTuned),
  logger: (rows, cache) => createHttpServer(logged(createApp(rows, cache))),
});

/** There is no customary logger: the line is what most write by hand. */
function logged(app: RequestListener): RequestListener {
  return (request, response) => {
    const startMs = performance.now();
    response.once("finish", () => {
      const took = (performance.now() - startMs).toFixed(1);
      console.log(`${request.method} ${request.url} ${response.statusCode} ${took} ms`);
    });
    app(request, response);
  };
}
