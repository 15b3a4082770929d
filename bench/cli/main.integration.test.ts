import { deepEqual, doesNotMatch, equal, match } from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("rowbench.mjs", import.meta.url));

interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

function rowbench(argv: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, ...environment };
    execFile(process.execPath, [program, ...argv], { env }, (error, stdout, stderr) => {
      resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

const mistakes: readonly (readonly [string, readonly string[], RegExp])[] = [
  [
    "flag",
    ["bench", "--sevrers", "koa"],
    /unknown option '--sevrers'\n\(Did you mean --servers\?\)/,
  ],
  ["server", ["bench", "--servers", "fastfy"], /unknown server `fastfy`: did you mean `fastify`\?/],
  ["model", ["bench", "--models", "clutser"], /unknown model `clutser`: did you mean `cluster`\?/],
  ["duration", ["bench", "--budget", "10"], /got `10`\. Did you mean `10s`\?/],
  ["command", ["bnech"], /unknown command 'bnech'\n\(Did you mean bench\?\)/],
  ["argument", ["bench", "koa"], /too many arguments/],
  [
    "number of workers",
    ["bench", "--workers", "tunde"],
    /`tuned` or a whole number .* got `tunde`/,
  ],
  [
    "model of a sweep",
    ["sweep", "wait", "--workers", "blocking=2,blockin=4"],
    /Expected a model before `=`, got `blockin=4`/,
  ],
  [
    "mistake",
    ["sweep", "mistakes", "--mistakes", "loger"],
    /unknown mistake `loger`: did you mean `logger`\?/,
  ],
  ["sweep", ["sweep", "wrokers"], /unknown command 'wrokers'\n\(Did you mean workers\?\)/],
  ["URL", ["load", "ftp://127.0.0.1/db"], /ftp:\/\/127\.0\.0\.1`, allowed: http:/],
];

for (const [what, argv, message] of mistakes) {
  test(`a wrong ${what} is a usage error with the right one, and nothing starts`, async () => {
    const { exitCode, stdout, stderr } = await rowbench(argv);
    equal(exitCode, 2);
    match(stderr, message);
    equal(stdout, "");
  });
}

test("a dry run prints the plan and its length, and measures nothing", async () => {
  const argv = [
    "bench",
    "--dry-run",
    "--servers",
    "koa,node-http",
    "--models",
    "single,cluster",
    "--budget",
    "60s",
    "--seed",
    "1",
  ];
  const { exitCode, stderr } = await rowbench(argv);
  equal(exitCode, 0);
  match(stderr, /4 cells {2}koa\/single, koa\/cluster×\d+, node-http\/single/);
  match(stderr, /rounds of fresh starts in random order, up to 4 at once that take turns, seed 1/);
  match(stderr, /takes about \d+ s \(budget 60 s\)/);
});

test("a minute has no time for latency, unless it is asked for", async () => {
  const minute = ["bench", "--dry-run", "--budget", "60s"];
  const hasLatency = async (more: readonly string[]) =>
    /open loop up to/.test((await rowbench([...minute, ...more])).stderr);
  const asked = [[], ["--paces", "common"], ["--rate", "1000"]];
  deepEqual(await Promise.all(asked.map(hasLatency)), [false, true, true]);
});

test("a budget without room for all models measures the first of them, and names the rest", async () => {
  const { stderr } = await rowbench(["bench", "--dry-run", "--budget", "3m", "--workers", "1"]);
  match(stderr, /node-http\/cluster/);
  match(stderr, /left out {2}reuseport, threads, blocking, thread-pool: .*longer --budget/);
});

const places = {
  "bench --on docker:/nowhere/hosts.yaml":
    /^the hosts file `\/nowhere\/hosts\.yaml` cannot be read/,
  "bench --on somewhere": /expected one of local, docker:<file>, kubernetes:/,
  "bench --generators 2": /^--generators and --spread are for Kubernetes$/m,
  "bench --image mine": /^--image is for hosts: it needs --on$/m,
  "compare --base HEAD --on docker:h.yaml": /^--base compares trees on this machine/,
};
for (const [words, message] of Object.entries(places)) {
  test(`\`${words}\` is wrong usage, told before anything is started`, async () => {
    const { exitCode, stderr } = await rowbench(words.split(" "));
    equal(exitCode, 2);
    match(stderr, message);
  });
}

test("the list has every server under every model, unavailable ones with their reason", async () => {
  const { exitCode, stdout } = await rowbench(["list"]);
  equal(exitCode, 0);
  match(stdout, /^fastify +cluster +node\d+ +fastify \d+\.\d+\.\d+ +accepted by: the primary/m);
  match(stdout, /^uwebsockets +cluster .*unavailable: .*node:net/m);
});

test("a database that cannot be reached is one line without the password", async () => {
  const environment = { DATABASE_URL: "postgres://me:secret@127.0.0.1:1/x" };
  const { exitCode, stderr } = await rowbench(["check", "--servers", "koa"], environment);
  equal(exitCode, 1);
  match(stderr, /^PostgreSQL at `127\.0\.0\.1:1` cannot be used: .*\n$/);
});

test("help shows defaults as they are typed", async () => {
  const { stdout } = await rowbench(["bench", "--help"]);
  const text = stdout.replaceAll(/\s+/g, " ");
  match(text, /--budget <time> [^-]*\(default: 10m\)/);
  match(text, /--workload <names> what is asked, .*?\(default: db\)/);
  match(text, /--slo <time> [^-]*\(default: 10ms\)/);
  doesNotMatch(text, /default: [[{]/);
});
