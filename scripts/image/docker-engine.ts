import {
  type Milliseconds,
  messageOf,
  milliseconds,
  RowbenchError,
} from "@rowbench/shared/contract";
import { runProgram } from "./program.ts";

/** A Docker engine that answers. */
export interface DockerEngine {
  /** For messages: its address, its context, or "this machine's". */
  readonly name: string;
  /** As Docker and Debian call it, both alike for these two. */
  readonly architecture: Architecture;
  /** Runs `docker …` on it and resolves with what that printed. Throws IMAGE_FAILED. */
  run(words: readonly string[], limit: Milliseconds, outputFile?: string): Promise<string>;
  /** The id of an image that it has. */
  imageId(image: string): Promise<string | undefined>;
}

/** What there are programs for. */
export const architectures = ["amd64", "arm64"] as const;
export type Architecture = (typeof architectures)[number];

const answerLimit = milliseconds(30_000);

/**
 * The engine of an address (`unix://…`, `ssh://user@host`, `tcp://…`), of a context's name, or the
 * one that `docker` itself would use. Throws HOST_UNAVAILABLE when it does not answer, or is none
 * of Linux.
 */
export async function openEngine(
  place: string | undefined,
  signal: AbortSignal,
): Promise<DockerEngine> {
  const name = place === undefined ? "of this machine" : `\`${place}\``;
  const run = (words: readonly string[], limit: Milliseconds, outputFile?: string) =>
    runProgram({
      file: "docker",
      words: [...wordsOf(place), ...words],
      limit,
      signal,
      ...(outputFile === undefined ? {} : { outputFile }),
    });
  const platform = await run(
    ["version", "--format", "{{.Server.Os}}/{{.Server.Arch}}"],
    answerLimit,
  )
    .then((text) => text.trim())
    .catch((cause) => {
      signal.throwIfAborted();
      throw unavailable(`the Docker engine ${name} does not answer: ${messageOf(cause)}`, cause);
    });
  const architecture = architectures.find((one) => platform === `linux/${one}`);
  if (architecture === undefined)
    throw unavailable(`the Docker engine ${name} runs \`${platform}\`, not Linux on x64 or arm64`);
  return {
    name,
    architecture,
    run,
    async imageId(image) {
      const words = ["image", "ls", "--quiet", "--no-trunc", image];
      return (await run(words, answerLimit)).split("\n")[0]?.trim() || undefined;
    },
  };
}

/** A context's name has no scheme. */
function wordsOf(place: string | undefined): readonly string[] {
  if (place === undefined) return [];
  return [place.includes("://") ? "--host" : "--context", place];
}

function unavailable(message: string, cause?: unknown): RowbenchError {
  return new RowbenchError("HOST_UNAVAILABLE", message, { cause });
}
