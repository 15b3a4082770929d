import { deepEqual, equal, match } from "node:assert/strict";
import { test } from "node:test";
import { type Series, seriesKey } from "../../results/records/series.ts";
import { seriesAround } from "./topologies.ts";

const single: Series = { server: "koa", model: "single", workers: 1 };
const direct = { name: "direct", needsUnnamed: false };
const nginx = { name: "nginx", needsUnnamed: false };
const pooler = { name: "nginx+pgbouncer", needsUnnamed: true };

test("every series stands in every topology, under a name of its own", () => {
  const { series, unavailable } = seriesAround([single], [direct, nginx, pooler]);
  deepEqual(series.map(seriesKey), [
    "koa/single",
    "koa/single, behind nginx",
    "koa/single, unnamed statements, behind nginx, over pgbouncer",
  ]);
  deepEqual(unavailable, []);
});

test("a topology that this machine lacks is unavailable with its reason", () => {
  const { series, unavailable } = seriesAround([single], [{ ...nginx, missing: "no nginx" }]);
  deepEqual(series, []);
  deepEqual(unavailable, [{ server: "koa", model: "single", reason: "nginx: no nginx" }]);
});

test("a port a process is for processes of `single`, as many as there are processors", () => {
  const upstreams = { name: "upstreams", needsUnnamed: false, processes: 4 };
  const { series, unavailable } = seriesAround(
    [single, { ...single, model: "cluster", workers: 4 }],
    [upstreams],
  );
  deepEqual(series.map(seriesKey), ["koa/single×4, behind nginx, a port a process"]);
  match(unavailable[0]?.reason ?? "", /^upstreams: it starts processes of `single`/);
});

test("who names its statements cannot stand before a pooler that does not know names", () => {
  const blocking = { ...single, model: "blocking" };
  const floor = { ...single, driver: "wire" };
  const { series, unavailable } = seriesAround([blocking, floor], [pooler]);
  equal(series.length, 0);
  match(unavailable[0]?.reason ?? "", /libpq names its statements/);
  match(unavailable[1]?.reason ?? "", /`wire` names its statements/);
});
