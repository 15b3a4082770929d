import { deepEqual, equal, throws } from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addressOf, parseRedisUrl, redisUrlFrom } from "./redis-url.ts";

test("only the host of a Redis URL is needed", () => {
  deepEqual(parseRedisUrl("redis://cache.example"), {
    host: "cache.example",
    port: 6379,
    username: "",
    password: "",
    database: 0,
  });
});

test("a password, a user, a port, a database and an IPv6 address are read", () => {
  deepEqual(parseRedisUrl("redis://me:p%40ss@[::1]:7000/3"), {
    host: "::1",
    port: 7000,
    username: "me",
    password: "p@ss",
    database: 3,
  });
  equal(parseRedisUrl("redis://:secret@h").password, "secret");
});

test("an address has the default port when the URL has none, and never the password", () => {
  equal(addressOf(parseRedisUrl("redis://me:secret@cache.example/1")), "cache.example:6379");
  equal(addressOf(parseRedisUrl("redis://[::1]:7000")), "[::1]:7000");
});

test("whatever a password holds, it is read as it was written", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: "grapheme" }), fc.nat(65_535), (password, port) => {
      const url = `redis://:${encodeURIComponent(password)}@127.0.0.1:${port}`;
      const place = parseRedisUrl(url);
      deepEqual([place.password, place.port], [password, port]);
    }),
  );
});

test("a URL that is not Redis's is wrong usage and shown without its password", () => {
  for (const url of [
    "http://me:secret@host:6379",
    "me:secret@host",
    "redis://me:secret@/0",
    "redis://me:secret@host/name",
    "redis://me:secret@host:99999",
    "redis://me:%zzsecret@host",
    "redis://me:secret@host/0?db=1",
  ]) {
    throws(
      () => parseRedisUrl(url),
      ({ code, message }) => code === "USAGE" && !/secret/.test(message),
      url,
    );
  }
});

test("the environment names the Redis, unless it is empty", () => {
  equal(redisUrlFrom({ REDIS_URL: "redis://h" }), "redis://h");
  equal(redisUrlFrom({ REDIS_URL: "" }), undefined);
  equal(redisUrlFrom({}), undefined);
});
