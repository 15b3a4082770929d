import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { messageOf, milliseconds, RowbenchError } from "@rowbench/shared/contract";
import type { DockerEngine } from "./docker-engine.ts";
import { runProgram } from "./program.ts";

/** What may say where the base comes from. */
export interface BaseOptions {
  /** An image of the person's choice, taken as it is. */
  readonly base: string | undefined;
  /** For the archive of the base, before it is handed over. */
  readonly folder: string;
  readonly signal: AbortSignal;
  say(line: string): void;
}

const script = fileURLToPath(new URL("debian-base.sh", import.meta.url));
const debianImage = "debian:12-slim";
const fetchLimit = milliseconds(180_000);
/** An engine that reaches no registry says so late. */
const pullLimit = milliseconds(90_000);
const importLimit = milliseconds(60_000);

/**
 * The image that ours stands on. Without a choice it is made of Debian's packages once, by this
 * machine where it is a Debian 12, otherwise by the engine in a container of `debian:12-slim`; both
 * give the same files. Throws IMAGE_FAILED with the reasons of both.
 */
export async function resolveBase(engine: DockerEngine, options: BaseOptions): Promise<string> {
  if (options.base !== undefined) return options.base;
  const text = readFileSync(script, "utf8");
  const name = `rowbench-base:${hashOf(text)}-${engine.architecture}`;
  if ((await engine.imageId(name)) !== undefined) return name;
  const archive = join(options.folder, "base.tar");
  options.say(await fetchBase(engine, text, archive, options));
  await engine.run(["import", archive, name], importLimit);
  return name;
}

/** Resolves with where it came from. */
async function fetchBase(
  engine: DockerEngine,
  text: string,
  archive: string,
  { signal }: BaseOptions,
): Promise<string> {
  const { architecture } = engine;
  const reasons: string[] = [];
  const refuse = (error: unknown): false => {
    signal.throwIfAborted();
    reasons.push(messageOf(error));
    return false;
  };
  const words = [script, architecture];
  const here = { file: "sh", words, limit: fetchLimit, signal, outputFile: archive };
  if (await runProgram(here).then(() => true, refuse))
    return "base: Debian's packages, fetched here";
  if (await fetchInContainer(engine, text, archive).then(() => true, refuse))
    return `base: Debian's packages, fetched in ${debianImage}`;
  throw new RowbenchError(
    "IMAGE_FAILED",
    "there is no base for the image: Debian's packages can be fetched neither here " +
      `(${reasons[0]}) nor in a container of ${debianImage} (${reasons[1]}): name an image with --base`,
  );
}

async function fetchInContainer(
  engine: DockerEngine,
  text: string,
  archive: string,
): Promise<void> {
  if ((await engine.imageId(debianImage)) === undefined)
    await engine.run(["pull", debianImage], pullLimit);
  // The container ends by itself: the end of `docker run` would not reach it.
  const ends = ["timeout", `${fetchLimit / 1000}`];
  const command = [...ends, "sh", "-c", text, "sh", engine.architecture];
  const words = ["run", "--rm", "--network", "host", debianImage, ...command];
  await engine.run(words, fetchLimit, archive);
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
