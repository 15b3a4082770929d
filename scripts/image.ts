import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { RowbenchError } from "@rowbench/shared/contract";
import { Command, CommanderError } from "commander";
import { buildImage } from "./image/build-image.ts";

/*
 * `npm run image -- --to ssh://bench@10.0.0.7`: one image for the roles that an experiment over
 * several machines has, from the working tree's tracked files.
 */

const root = process.env.ROWBENCH_ROOT ?? fileURLToPath(new URL("..", import.meta.url));

process.exitCode = await run(process.argv.slice(2));

async function run(args: readonly string[]): Promise<number> {
  const stop = new AbortController();
  let signalCode = 0;
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(name, () => {
      signalCode = 128 + constants.signals[name];
      stop.abort(new RowbenchError("STOPPED", `stopped by ${name}`));
    });
  try {
    await createProgram(stop.signal).parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    // commander has printed its message already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof RowbenchError)) throw error;
    say(`error: ${error.message}`);
    return signalCode || error.exitCode;
  }
}

interface Words {
  readonly engine?: string;
  readonly base?: string;
  readonly to: readonly string[];
}

function createProgram(signal: AbortSignal): Command {
  return new Command("image")
    .usage("[options]")
    .description(
      "Builds rowbench:<version>, the image of the roles database, server and generator, from the " +
        "files that git tracks, as they are now. The last line is the image's id.",
    )
    .option("--engine <where>", "the Docker engine that builds: an address or a context's name")
    .option("--to <where>", "an engine that gets the image, too; may be repeated", append, [])
    .option("--base <image>", "what it stands on (default: a few packages of Debian 12)")
    .addHelpText(
      "after",
      `
Examples:
  npm run image
  npm run image -- --to ssh://bench@10.0.0.7 --to ssh://bench@10.0.0.8
  npm run image -- --engine unix:///run/user/1000/docker.sock

It needs git, npm and a Docker client with an engine; neither a compiler nor buildx. The base is made
once for an engine: on Debian 12 with apt, elsewhere in a container of debian:12-slim, which the engine
must have or be able to pull. A base of yours must hold glibc, libstdc++ and /bin/sh, and nginx and
PgBouncer for the topologies that have them.`,
    )
    .exitOverride()
    .allowExcessArguments(false)
    .action(async (words: Words) => {
      const { engine, base, to } = words;
      const id = await buildImage({ root, engine, base, to, signal, say });
      process.stdout.write(`${id}\n`);
    });
}

function append(word: string, before: readonly string[]): readonly string[] {
  return [...before, word];
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
