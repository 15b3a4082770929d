import multipart from "@fastify/multipart";
import {
  burnCpu,
  checkHealth,
  errorReply,
  helloReply,
  type Milliseconds,
  maximumBody,
  notFoundReply,
  type RowCache,
  type RowStore,
} from "@rowbench/shared/contract";
import Fastify, { type FastifyInstance, type FastifyServerOptions } from "fastify";
import { readForm } from "./form.ts";
import { delayedRowSchema, formSchema, healthSchema, messageSchema, rowSchema } from "./schemas.ts";
import { sources } from "./sources.ts";

interface Duration {
  Params: { ms: Milliseconds };
}

/**
 * The routes of the contract on a row store and a cache, which `app.close` closes too; `options`
 * are Fastify's own.
 */
export function createApp(
  rows: RowStore,
  cache: RowCache,
  options: FastifyServerOptions = {},
): FastifyInstance {
  const app = Fastify(options);
  app.register(sources, { rows, cache });
  app.register(multipart, { limits: { fileSize: maximumBody, files: 1 } });

  app.addHook("onRequest", (_request, reply, done) => {
    reply.header("Server", "fastify");
    done();
  });
  app.get("/db", { schema: rowSchema }, () => app.rows.randomRow());
  app.get("/json", { schema: messageSchema }, async () => helloReply);
  app.get<Duration>("/wait/:ms", { schema: delayedRowSchema }, ({ params }) =>
    app.rows.randomRowAfter(params.ms),
  );
  app.get<Duration>("/cpu/:ms", { schema: delayedRowSchema }, async ({ params }) => {
    const row = await app.rows.randomRow();
    burnCpu(params.ms);
    return row;
  });
  app.get("/cache", { schema: rowSchema }, () => app.cache.randomRow());
  app.post("/form", { schema: formSchema }, readForm);
  app.get("/health", { schema: healthSchema }, () => checkHealth(app.rows));

  app.setNotFoundHandler((_request, reply) => reply.code(404).send(notFoundReply));
  // Without a logger, Fastify's default, `request.log` would keep a bug to itself.
  const hasLogger = Boolean(options.logger ?? options.loggerInstance);
  app.setErrorHandler((error, request, reply) => {
    const logBug = hasLogger ? (bug: unknown) => request.log.error(bug) : undefined;
    const { statusCode, body } = errorReply(error, logBug);
    return reply.code(statusCode).send(body);
  });
  return app;
}
