import { deepEqual, equal, match, throws } from "node:assert/strict";
import { availableParallelism } from "node:os";
import { test } from "node:test";
import { listServers, type ServerPackage } from "../concurrency/index.ts";
import { parseServeOptions } from "./serve-options.ts";

const koa = listServers().find(({ name }) => name === "koa") as ServerPackage;
const parse = (argv: readonly string[], environment = {}) =>
  parseServeOptions(koa, argv, environment);

test("without options a server listens on 127.0.0.1:3000 in one process", () => {
  deepEqual(parse([]), {
    host: "127.0.0.1",
    port: 3000,
    model: "single",
    workers: 1,
    databaseUrl: undefined,
    trustedRows: undefined,
    pool: { kind: "adaptive", connections: 64 },
    driver: "pg",
    statements: "named",
    redis: { kind: "none" },
    redisClient: "redis",
    burn: 0,
  });
});

test("the environment sets what the command line does not", () => {
  const environment = { PORT: "4000", HOST: "::1", MODEL: "cluster", WORKERS: "3" };
  const options = parse(["--port", "0", "--workers", "2"], environment);
  deepEqual([options?.port, options?.workers], [0, 2]);
  deepEqual([options?.host, options?.model], ["::1", "cluster"]);
});

test("a cluster has a worker for each core", () => {
  equal(parse(["--model", "cluster"])?.workers, availableParallelism());
});

test("all mistakes are reported together, with what is allowed", () => {
  throws(
    () =>
      parse(["--redis", "embeded"], {
        PORT: "http",
        MODEL: "clster",
        WORKERS: "0",
        REDIS_URL: "http://me:secret@host",
        REDIS_CLIENT: "ioredi",
      }),
    ({ code, message }: { code: string; message: string }) => {
      equal(code, "USAGE");
      match(message, /unknown model `clster`: did you mean `cluster`\?/);
      match(message, /the port to be a whole number from 0 to 65535, got `http`/);
      match(message, /the workers to be a whole number from 1 to 256, got `0`/);
      match(message, /unknown Redis `embeded`: did you mean `embedded`\?/);
      match(message, /REDIS_URL is not a Redis URL: `http:\/\/me:\*\*\*@host`; write `redis:/);
      match(message, /unknown Redis client `ioredi`: did you mean `ioredis`\?/);
      return true;
    },
  );
});

test("the Redis is the one of the environment, or an embedded one where that is asked for", () => {
  const environment = { REDIS_URL: "redis://cache.example", REDIS_CLIENT: "redis" };
  const options = parse([], environment);
  deepEqual(options?.redis, { kind: "external", url: "redis://cache.example" });
  equal(options?.redisClient, "redis");
  const given = parse(["--redis", "embedded", "--redis-client", "ioredis"], environment);
  deepEqual([given?.redis, given?.redisClient], [{ kind: "embedded" }, "ioredis"]);
});

test("a burn is a whole number of microseconds up to a tenth of a second", () => {
  equal(parse([], { BURN_US: "250" })?.burn, 250);
  throws(() => parse([], { BURN_US: "100001" }), /BURN_US .* from 0 to 100000, got `100001`/);
});

test("one process cannot have two workers", () => {
  throws(() => parse(["--workers", "2"]), /workers of the model single .* from 1 to 1, got `2`/);
});

test("an unknown option is a usage error", () => {
  throws(() => parse(["--prot", "1"]), { code: "USAGE" });
});
