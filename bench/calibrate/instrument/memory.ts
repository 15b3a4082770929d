import { type Milliseconds, milliseconds } from "@rowbench/shared/contract";
import { formatBytes } from "../../report/text/format.ts";
import { judged } from "../finding.ts";
import type { Section } from "../section.ts";
import { noWarmUp, withRig } from "./rig.ts";

const usualDuration = milliseconds(60_000);
const limitMebibytes = 150;

/** How much memory the generator takes while it sends as fast as it can. */
export async function checkMemory(
  signal: AbortSignal,
  duration: Milliseconds = usualDuration,
): Promise<Section> {
  const { generatorRssBytes } = await withRig("null-server", signal, ({ closed }) =>
    closed({ duration, warmUp: noWarmUp }),
  );
  const finding = {
    name: `resident memory of the generator, closed loop, ${duration / 1000} s`,
    target: `under ${limitMebibytes} MiB`,
    measured: formatBytes(generatorRssBytes),
  };
  return {
    title: "Memory",
    text: ["The largest resident size of the generator's process."],
    findings: [judged(finding, generatorRssBytes < limitMebibytes * 2 ** 20)],
    tables: [],
  };
}
