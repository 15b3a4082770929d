import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readRecords } from "../bench/results/records/read-records.ts";
import { requestCosts } from "./scale-costs.ts";
import { formatCheck, formatCosts, formatNeeds } from "./scale-text.ts";

/*
 * `npm run scale -- results/…-one results/…-two`: the tables of docs/scale.md, from runs of the same
 * series on hosts with more and more generators. Costs are those of the first one.
 */

const usageExitCode = 2;
const document =
  process.env.ROWBENCH_SCALE ?? fileURLToPath(new URL("../docs/scale.md", import.meta.url));
const kind = { cores: 16, linkSpeed: 10e9, use: 0.7 };

const folders = process.argv.slice(2);
const runs = folders.map((folder) => readRecords(folder));
const [first] = runs;
if (first === undefined || runs.some(({ header }) => header.hosts === undefined)) {
  process.stderr.write("usage: npm run scale -- <run on hosts> …\n");
  process.exit(usageExitCode);
}
const costs = runs.map(({ header, records }) => requestCosts(header, records));
const generators = runs.map(
  ({ header }) => header.hosts?.filter(({ role }) => role.startsWith("generator")).length ?? 0,
);
const parts = {
  costs: formatCosts(costs[0] ?? []),
  needs: formatNeeds(costs[0] ?? [], kind),
  check: formatCheck(costs, generators, first.header.machine.cores),
};
let text = readFileSync(document, "utf8");
for (const [name, part] of Object.entries(parts)) {
  const marked = new RegExp(`(<!-- ${name}: start -->\n)[^]*?(<!-- ${name}: end -->)`);
  if (!marked.test(text)) throw new Error(`${document} has no part \`${name}\``);
  text = text.replace(marked, (_, start, end) => `${start}\n${part}\n\n${end}`);
}
writeFileSync(document, text);
