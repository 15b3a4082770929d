import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf, milliseconds, RowbenchError } from "@rowbench/shared/contract";
import { resolveBase } from "./base-image.ts";
import { buildContext } from "./build-context.ts";
import { type DockerEngine, openEngine } from "./docker-engine.ts";
import { type Revision, readRevision } from "./revision.ts";

/** What a person may choose. */
export interface ImageOptions {
  readonly root: string;
  /** See `openEngine`. */
  readonly engine: string | undefined;
  readonly base: string | undefined;
  /** Engines that get the image too. */
  readonly to: readonly string[];
  readonly signal: AbortSignal;
  /** Told one line a step. */
  say(line: string): void;
}

const buildLimit = milliseconds(600_000);
const copyLimit = milliseconds(600_000);

/** Builds the image and hands it to other engines. Resolves with its id. */
export async function buildImage(options: ImageOptions): Promise<string> {
  const { root, signal, say } = options;
  const engine = await openEngine(options.engine, signal);
  // Before the long work, so that a host's wrong name is told at once.
  const targets = await Promise.all(options.to.map((place) => openEngine(place, signal)));
  const other = targets.find(({ architecture }) => architecture !== engine.architecture);
  if (other !== undefined)
    throw new RowbenchError(
      "HOST_UNAVAILABLE",
      `the Docker engine ${other.name} runs ${other.architecture}, the one that builds ${engine.architecture}: build on it, with --engine`,
    );
  const revision = await readRevision(root, signal);
  if (revision.untrackedCount > 0)
    say(
      `left out: ${revision.untrackedCount} files that git does not track; \`git add\` them first`,
    );

  const folder = mkdtempSync(join(tmpdir(), "rowbench-image-"));
  try {
    const base = await resolveBase(engine, { base: options.base, folder, signal, say });
    const context = join(folder, "context");
    mkdirSync(context);
    await buildContext(context, { ...revision, root, architecture: engine.architecture, signal });
    say("packages: installed, without what no role needs");
    const image = await build(engine, { base, context, revision });
    say(`image: ${image.tag}, ${Math.round(image.bytes / 1e6)} MB, on the engine ${engine.name}`);
    await copyTo(targets, engine, { ...image, archive: join(folder, "image.tar") }, say);
    return image.id;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

interface Built {
  readonly id: string;
  readonly tag: string;
  readonly bytes: number;
}

async function build(
  engine: DockerEngine,
  { base, context, revision }: { base: string; context: string; revision: Revision },
): Promise<Built> {
  const tag = `rowbench:${revision.version}`;
  const idFile = join(context, "../image-id");
  const label = (key: string, value: string): readonly string[] => [
    "--label",
    `org.opencontainers.image.${key}=${value}`,
  ];
  const labels = [...label("revision", revision.revision), ...label("version", revision.version)];
  const words = ["build", "--build-arg", `BASE=${base}`, "--iidfile", idFile, "--tag", tag];
  await engine.run([...words, ...labels, context], buildLimit);
  const id = readFileSync(idFile, "utf8").trim();
  const inspect = ["image", "inspect", "--format", "{{.Size}}", id];
  const size = await engine.run(inspect, copyLimit).catch((cause) => {
    // A builder of Docker's `buildx` may be a container that keeps what it built.
    const message = `the image is not on the engine ${engine.name} (${messageOf(cause)}): set BUILDX_BUILDER=default, or DOCKER_BUILDKIT=0`;
    throw new RowbenchError("IMAGE_FAILED", message, { cause });
  });
  return { id, tag, bytes: Number(size) };
}

/** One after the other: they share this machine's network. Who has it already is left alone. */
async function copyTo(
  targets: readonly DockerEngine[],
  engine: DockerEngine,
  { id, tag, archive }: Built & { readonly archive: string },
  say: (line: string) => void,
): Promise<void> {
  const missing: DockerEngine[] = [];
  for (const target of targets) {
    if ((await target.imageId(tag)) === id) say(`image: is on the engine ${target.name} already`);
    else missing.push(target);
  }
  if (missing.length === 0) return;
  await engine.run(["save", "--output", archive, tag], copyLimit);
  for (const target of missing) {
    await target.run(["load", "--input", archive], copyLimit);
    say(`image: copied to the engine ${target.name}`);
  }
}
