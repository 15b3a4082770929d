import { equal } from "node:assert/strict";
import { test } from "node:test";
import { hostUse } from "../../results/fixtures/slices.ts";
import type { LinkUse } from "../../results/records/records.ts";
import { closedMeasurement } from "./fixtures/measurement.ts";
import { link } from "./link.ts";

const used = (...links: readonly (LinkUse | undefined)[]) =>
  closedMeasurement({
    record: {
      hosts: links.map((one, index) =>
        hostUse({ name: `host-${index}`, ...(one && { link: one }) }),
      ),
    },
  });

const filled = (share: number, speed: number): LinkUse => ({
  name: "eth0",
  bytesPerSecond: (share * speed) / 8,
  packetsPerSecond: 1000,
  speed,
  share,
});

test("a link may be full to 90 %, and the fullest is named with its speed", () => {
  equal(link.check(used(filled(0.9, 1e10), filled(0.2, 1e9))), undefined);
  equal(
    link.check(used(filled(0.91, 1e9), filled(0.93, 1e10))),
    "the network of `host-1` (server) was the limit: 93.0 % of 10 Gbit/s",
  );
  equal(
    link.check(used(filled(1.01, 1e8))),
    "the network of `host-0` (server) was the limit: 101.0 % of 100 Mbit/s",
  );
});

test("a link whose speed nobody knows refuses nothing, and neither does one machine", () => {
  equal(
    link.check(used({ name: "eth0", bytesPerSecond: 1e12, packetsPerSecond: 1e9 }, undefined)),
    undefined,
  );
  equal(link.check(closedMeasurement()), undefined);
});
