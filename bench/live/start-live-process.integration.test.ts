import { equal, match } from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { experimentHeader } from "../results/fixtures/experiment-header.ts";
import { type LiveReport, startLiveProcess } from "./start-live-process.ts";

const folder = mkdtempSync(join(tmpdir(), "rowbench-live-"));
after(() => rmSync(folder, { recursive: true }));
appendFileSync(join(folder, "samples.ndjson"), `${JSON.stringify(experimentHeader())}\n`);

test("the process shows the run, and ends with it or when it is stopped", async () => {
  for (const end of ["run", "stop"] as const) {
    rmSync(join(folder, "summary.json"), { force: true });
    const listening = Promise.withResolvers<LiveReport>();
    const live = startLiveProcess(folder, listening.resolve);
    const report = await listening.promise;
    equal(report.kind, "listening");
    match(report.kind === "listening" ? report.url : "", /^http:\/\/127\.0\.0\.1:\d+\/$/);
    if (end === "run") writeFileSync(join(folder, "summary.json"), "{}");
    else live.stop();
    await live.ended;
  }
});
