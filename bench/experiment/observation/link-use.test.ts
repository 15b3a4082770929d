import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type LinkCounters,
  linkUseBetween,
  parseLinks,
  parseSpeed,
  readLinks,
} from "./link-use.ts";

const captured = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 301807241375 1232872226    0    0    0     0          0         0 301807241375 1232872226    0    0    0     0       0          0
  eth0: 11219244931  255170    1    2    3     4          5         6 20282370  167458    0    0    0     0       0          0
veth1a2b:12 1 0 0 0 0 0 0 34 2 0 0 0 0 0 0
`;

/** So many bytes both ways in packets of 1000. */
const link = (receivedBytes: number, sentBytes: number, speed?: number): LinkCounters => ({
  received: { bytes: receivedBytes, packets: receivedBytes / 1000 },
  sent: { bytes: sentBytes, packets: sentBytes / 1000 },
  ...(speed === undefined ? {} : { speed }),
});

const nothing = link(0, 0);
const second = 1_000_000;

test("counters of all interfaces but the loopback are read", () => {
  deepEqual(
    [...parseLinks(captured)],
    [
      [
        "eth0",
        {
          received: { bytes: 11_219_244_931, packets: 255_170 },
          sent: { bytes: 20_282_370, packets: 167_458 },
        },
      ],
      ["veth1a2b", { received: { bytes: 12, packets: 1 }, sent: { bytes: 34, packets: 2 } }],
    ],
  );
  equal(parseLinks("").size, 0);
});

test("a speed that is -1, none, or cannot be read is unknown", () => {
  equal(parseSpeed("10000\n"), 1e10);
  for (const text of ["-1\n", "4294967295\n", "0\n", "\n", undefined])
    equal(parseSpeed(text), undefined);
});

test("this machine's own interfaces have names, and counters that only grow", () => {
  const before = readLinks();
  for (const [name, { received, sent }] of readLinks()) {
    ok(name !== "" && name !== "lo");
    ok(received.bytes >= (before.get(name)?.received.bytes ?? 0));
    ok(sent.packets >= (before.get(name)?.sent.packets ?? 0));
  }
});

test("the busier direction counts, with what its frames have on the wire", () => {
  const before = new Map([["eth0", link(5000, 7000, 1e9)]]);
  const after = new Map([["eth0", link(5000 + 50e6, 7000 + 20e6, 1e9)]]);
  deepEqual(linkUseBetween(before, after, 500_000), {
    name: "eth0",
    bytesPerSecond: 100e6,
    packetsPerSecond: 1e5,
    speed: 1e9,
    share: 0.8 * 1.024,
  });
});

test("a link of unknown speed has no share, unless a person said its speed", () => {
  const before = new Map([["eth0", nothing]]);
  const after = new Map([["eth0", link(0, 50e6)]]);
  const use = { name: "eth0", bytesPerSecond: 50e6, packetsPerSecond: 50e3 };
  deepEqual(linkUseBetween(before, after, second), use);
  equal(linkUseBetween(before, after, second, 1e9)?.share, 0.4 * 1.024);
});

test("a speed that a person said is taken before that of the system", () => {
  const after = new Map([["eth0", link(0, 50e6, 1e10)]]);
  equal(linkUseBetween(new Map([["eth0", nothing]]), after, second, 1e9)?.speed, 1e9);
});

test("of those that carry the same bytes the fullest is told, and no idle one", () => {
  const links = new Map([
    ["veth0", link(101e6, 0, 1e10)],
    ["docker0", link(100e6, 0)],
    ["eth0", link(99e6, 0, 1e9)],
    ["eth1", link(2e6, 0, 1e7)],
  ]);
  equal(linkUseBetween(new Map(), links, second)?.name, "eth0");
});

test("with no speed known the one that carried most is told", () => {
  const links = new Map([
    ["a", link(100, 0)],
    ["b", link(0, 150)],
    ["c", link(120, 120)],
  ]);
  equal(linkUseBetween(new Map(), links, second)?.name, "b");
});

test("a machine without links has no use of them", () => {
  equal(linkUseBetween(new Map(), new Map(), second), undefined);
});

test("no other link carried more than twice as much as the one that is told", () => {
  const size = fc.nat(1e9).map((kilobytes) => kilobytes * 1000);
  const counters = fc.tuple(size, size, fc.option(fc.constantFrom(1e8, 1e9, 1e10)));
  fc.assert(
    fc.property(fc.array(counters, { minLength: 1 }), (all) => {
      const links = new Map(
        all.map(([a, b, speed], i) => [`l${i}`, link(a, b, speed ?? undefined)]),
      );
      const { bytesPerSecond = -1 } = linkUseBetween(new Map(), links, second) ?? {};
      const most = Math.max(...all.map(([a, b]) => Math.max(a, b)));
      ok(bytesPerSecond >= most / 2 && bytesPerSecond <= most);
    }),
  );
});
