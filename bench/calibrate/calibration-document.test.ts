import assert from "node:assert/strict";
import { test } from "node:test";
import { formatCalibration } from "./calibration-document.ts";
import { formatFinding, judged, unavailable } from "./finding.ts";

const reached = judged({ name: "speed", target: "at least 0.9 ×", measured: "1.0 ×" }, true);
const missing = unavailable("others", "as ours", "wrk is not installed");

const document = formatCalibration({
  command: "npm run rowbench -- calibrate --seed 1",
  startedAt: new Date("2026-11-21T12:00:00Z"),
  machine: {
    cpu: "Test CPU",
    cores: 2,
    memoryBytes: 8 * 2 ** 30,
    system: "Linux 6",
    node: "22.23.3",
  },
  sections: [
    { title: "Throughput", text: ["Two pairs."], findings: [reached], tables: [] },
    {
      title: "Others",
      text: [],
      findings: [missing],
      tables: [{ columns: [{ title: "a|b", align: "right" }], rows: [["1"]] }],
    },
  ],
});

test("the document names its command, day and machine, and has every finding in one table", () => {
  assert.equal(
    document,
    `# Calibration

Made by \`npm run rowbench -- calibrate --seed 1\` on 2026-11-21; 2 × Test CPU, 8192 MiB, Linux 6, Node.js 22.23.3. All of it comes from that command.

|  | what | target | measured |
| :-- | :-- | :-- | :-- |
| reached | speed | at least 0.9 × | 1.0 × |
| unavailable | others | as ours | wrk is not installed |

## Throughput

Two pairs.

## Others

| a\\|b |
| --: |
| 1 |
`,
  );
});

test("a finding is one line", () => {
  assert.equal(formatFinding(reached), "reached      speed: 1.0 × (target: at least 0.9 ×)");
  assert.equal(formatFinding(judged(reached, false)).slice(0, 6), "missed");
});
