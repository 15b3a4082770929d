import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serverAt } from "@rowbench/shared/concurrency";
import { formatReadmePart } from "./readme-part.ts";

/*
 * `npm run new-server -- hapi @hapi/hapi`: a new folder under packages/, as a copy of the baseline
 * that already keeps the contract, to be rewritten as the framework's documentation teaches.
 */

const root = process.env.ROWBENCH_ROOT ?? fileURLToPath(new URL("..", import.meta.url));
const usageExitCode = 2;

const [name = "", framework = name] = process.argv.slice(2);
const folder = join(root, "packages", name);
if (!/^[a-z][a-z0-9-]*$/.test(name)) fail("usage: npm run new-server -- <folder> [npm name]");
if (existsSync(folder)) fail(`packages/${name} exists already`);

const baseline = join(root, "packages/node-http");
mkdirSync(folder);
for (const part of ["src", "example.ts"])
  cpSync(join(baseline, part), join(folder, part), { recursive: true });
rewrite(join(folder, "src/app.ts"), (text) => text.replaceAll('"node-http"', `"${name}"`));

writeJson(join(folder, "package.json"), {
  ...readJson(join(baseline, "package.json")),
  name: `@rowbench/${name}`,
  scripts: {
    start: "rowbench-serve src/server.ts",
    check: `rowbench check --servers ${name}`,
    bench: `rowbench bench --page ${name}`,
  },
  rowbench: { framework, sockets: "node" },
});
const benchManifest = join(root, "bench/package.json");
const bench = readJson(benchManifest);
const servers = { ...bench.devDependencies, [`@rowbench/${name}`]: "*" };
writeJson(benchManifest, {
  ...bench,
  devDependencies: Object.fromEntries(Object.entries(servers).sort()),
});
const readmePart = formatReadmePart(serverAt(join(folder, "src/server.ts")));
writeFileSync(
  join(folder, "README.md"),
  `# ${name}\n\n${readmePart}\n\n| setting | why |\n| --- | --- |\n`,
);

process.stdout.write(
  `packages/${name} is there. Next:
  npm install --save-exact -w packages/${name} ${framework}
  write src/app.ts as its documentation teaches it, src/server.ts as its launcher needs it, and
  example.ts for those who copy; its settings go into README.md
  npm run check -w packages/${name}
`,
);

function readJson(path: string) {
  return JSON.parse(readFileSync(path, "utf8"));
}

function writeJson(path: string, value: object): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}

function rewrite(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(usageExitCode);
}
