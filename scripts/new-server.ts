import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

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
cpSync(join(baseline, "src"), join(folder, "src"), { recursive: true });
rewrite(join(folder, "src/server.ts"), (text) => text.replaceAll('"node-http"', `"${name}"`));

writeJson(join(folder, "package.json"), {
  ...readJson(join(baseline, "package.json")),
  name: `@rowbench/${name}`,
  scripts: { start: "rowbench-serve src/server.ts", check: `rowbench check --servers ${name}` },
  rowbench: { framework, sockets: "node" },
});
const benchManifest = join(root, "bench/package.json");
const bench = readJson(benchManifest);
const servers = { ...bench.devDependencies, [`@rowbench/${name}`]: "*" };
writeJson(benchManifest, {
  ...bench,
  devDependencies: Object.fromEntries(Object.entries(servers).sort()),
});
writeFileSync(
  join(folder, "README.md"),
  `# ${name}\n\n\`\`\`\nnpm start -w packages/${name}\n\`\`\`\n\n| setting | why |\n| --- | --- |\n`,
);

process.stdout.write(
  `packages/${name} is there. Next:
  npm install --save-exact -w packages/${name} ${framework}
  write src/server.ts as its documentation teaches it, and its settings into README.md
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
