import { maximumRowCount, RowbenchError } from "@rowbench/shared/contract";
import {
  type Database,
  databaseUrlFrom,
  embeddedStatus,
  holdEmbedded,
  openDatabase,
  redactUrl,
  releaseEmbedded,
  runPsql,
} from "@rowbench/shared/database";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";

const databaseUrl = databaseUrlFrom(process.env);

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  try {
    let exitCode = 0;
    await createProgram((code) => (exitCode = code)).parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    // commander has printed its message already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof RowbenchError)) throw error;
    say(`error: ${error.message}`);
    return error.exitCode;
  }
}

function createProgram(setExitCode: (code: number) => void): Command {
  const program = new Command("database")
    .description("The database that all servers and the benchmark share")
    .exitOverride()
    .enablePositionalOptions()
    .addOption(new Option("--root <folder>", "folder of another instance, for tests").hideHelp());
  const root = (): string | undefined => program.opts<{ root?: string }>().root;

  program
    .command("up")
    .description("start the embedded PostgreSQL and keep it running")
    .action(() => up(root()));
  program
    .command("down")
    .description("let the embedded PostgreSQL stop")
    .action(() => down(root()));
  program
    .command("status")
    .description("show whether the embedded PostgreSQL runs and who uses it")
    .action(() => status(root()));
  program
    .command("seed")
    .description("give the table `world` another number of rows")
    .requiredOption("--rows <n>", `1 to ${maximumRowCount}`, parseRowCount)
    .action(({ rows }: { rows: number }) => seed(rows, root()));
  program
    .command("psql [args...]")
    .description("open an SQL prompt, or run the SQL on the standard input")
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (args: string[]) => setExitCode(await psql(args, root())));
  return program;
}

async function up(root?: string): Promise<void> {
  if (databaseUrl !== undefined) return sayNothingToStart("start");
  await withDatabase(root, async ({ url, address, version, rows }) => {
    await holdEmbedded(root);
    print(url);
    say(`PostgreSQL ${version} runs at ${address} with ${rows} rows; stop it: npm run db:down`);
  });
}

async function down(root?: string): Promise<void> {
  if (databaseUrl !== undefined) return sayNothingToStart("stop");
  const left = await releaseEmbedded(root);
  if (left === undefined) say("the embedded PostgreSQL does not run");
  else if (left.claims === 0) say("the embedded PostgreSQL has stopped");
  else say(`${left.claims} other program(s) use it: it stops with the last of them`);
}

async function status(root?: string): Promise<void> {
  if (databaseUrl !== undefined) print(`source: external\nurl: ${redactUrl(databaseUrl)}`);
  const found = databaseUrl === undefined ? await embeddedStatus(root) : undefined;
  if (databaseUrl === undefined && found === undefined)
    return print("source: embedded\nstate: stopped");
  if (found !== undefined) {
    print(
      `source: embedded\nstate: running\nprograms: ${found.claims}\nheld: ${found.held ? "yes" : "no"}`,
    );
  }
  await withDatabase(root, async ({ address, version, rows }) => {
    print(`address: ${address}\nversion: ${version}\nrows: ${rows}`);
  });
}

async function seed(rowCount: number, root?: string): Promise<void> {
  await withDatabase(
    root,
    async ({ address, rows }) => say(`${rows} rows at ${address}`),
    rowCount,
  );
}

function psql(args: readonly string[], root?: string): Promise<number> {
  return withDatabase(root, ({ url }) => runPsql(url, args));
}

async function withDatabase<T>(
  root: string | undefined,
  use: (database: Database) => Promise<T>,
  rows?: number,
): Promise<T> {
  const options = { databaseUrl, rows, onProgress: say };
  const database = await openDatabase(root === undefined ? options : { ...options, root });
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

function parseRowCount(text: string): number {
  const rows = Number(text);
  if (/^\d+$/.test(text) && rows >= 1 && rows <= maximumRowCount) return rows;
  throw new InvalidArgumentError(
    `Expected a whole number from 1 to ${maximumRowCount}, got \`${text}\`.`,
  );
}

function sayNothingToStart(verb: string): void {
  say(`DATABASE_URL is set (${redactUrl(databaseUrl ?? "")}): there is nothing to ${verb}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
