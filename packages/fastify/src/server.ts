import type { Server } from "node:http";
import multipart from "@fastify/multipart";
import {
  burnCpu,
  checkHealth,
  errorReply,
  helloReply,
  maximumBody,
  notFoundReply,
  parseMilliseconds,
  type RowCache,
  type RowStore,
} from "@rowbench/shared/contract";
import Fastify from "fastify";
import { readForm } from "./form.ts";
import { formSchema, healthSchema, messageSchema, rowSchema } from "./schemas.ts";

interface Duration {
  Params: { ms: string };
}

export async function createServer(rows: RowStore, cache: RowCache): Promise<Server> {
  const app = Fastify({ logger: false });
  app.register(multipart, { limits: { fileSize: maximumBody, files: 1 } });

  app.addHook("onRequest", (_request, reply, done) => {
    reply.header("Server", "fastify");
    done();
  });
  app.get("/db", { schema: rowSchema }, () => rows.randomRow());
  app.get("/json", { schema: messageSchema }, async () => helloReply);
  app.get<Duration>("/wait/:ms", { schema: rowSchema }, async (request) =>
    rows.randomRowAfter(parseMilliseconds(request.params.ms)),
  );
  app.get<Duration>("/cpu/:ms", { schema: rowSchema }, async (request) => {
    const work = parseMilliseconds(request.params.ms);
    const row = await rows.randomRow();
    burnCpu(work);
    return row;
  });
  app.get("/cache", { schema: rowSchema }, () => cache.randomRow());
  app.post("/form", { schema: formSchema }, readForm);
  app.get("/health", { schema: healthSchema }, () => checkHealth(rows));

  app.setNotFoundHandler((_request, reply) => reply.code(404).send(notFoundReply));
  app.setErrorHandler((error, _request, reply) => {
    const { statusCode, body } = errorReply(error);
    return reply.code(statusCode).send(body);
  });
  await app.ready();
  return app.server;
}
