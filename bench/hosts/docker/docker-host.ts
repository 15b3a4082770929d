import { type Milliseconds, milliseconds } from "@rowbench/shared/contract";
import { describePlace, type Host, type RolePlace } from "../host.ts";
import { askDocker, type DockerEngine, hostError } from "./ask-docker.ts";
import { removeContainers } from "./containers.ts";
import type { EngineHost, HostsFile } from "./hosts-file.ts";
import { labelsOf, startContainer } from "./role-container.ts";

/** How long a step may take. */
export interface DockerLimits {
  /** One answer of the `docker` command: 10 s by default. */
  readonly answer: Milliseconds;
  /** Until a container runs: 20 s by default, so that with its removal it is less than a minute. */
  readonly start: Milliseconds;
  /** Until a role whose input has ended is gone by itself: 5 s by default. */
  readonly end: Milliseconds;
  /** Until whatever is left is removed: 10 s by default. */
  readonly remove: Milliseconds;
}

export interface DockerHostOptions {
  /** Ends what is being waited for; never what cleans up. */
  readonly signal?: AbortSignal;
  readonly limits?: Partial<DockerLimits>;
  /** Of the `docker` command: this process's own by default. */
  readonly environment?: NodeJS.ProcessEnv;
  /** A program of the image and its arguments, instead of the role's own. */
  readonly program?: readonly string[];
}

const usualLimits: DockerLimits = {
  answer: milliseconds(10_000),
  start: milliseconds(20_000),
  end: milliseconds(5000),
  remove: milliseconds(10_000),
};

/** The hosts of a hosts file: the database, the server, then the generators. Asks nobody yet. */
export function openDockerHosts(
  { image, database, server, generators }: HostsFile,
  options: DockerHostOptions = {},
): readonly Host[] {
  return [
    openHost({ role: "database", number: 1 }, database, image, options),
    openHost({ role: "server", number: 1 }, server, image, options),
    ...generators.map((host, index) =>
      openHost({ role: "generator", number: index + 1 }, host, image, options),
    ),
  ];
}

function openHost(
  place: RolePlace,
  host: EngineHost,
  image: string,
  { signal, environment = process.env, program, limits: given }: DockerHostOptions,
): Host {
  const limits = { ...usualLimits, ...given };
  const engine: DockerEngine = { ...host, environment, answerLimit: limits.answer };
  const { name, address, linkSpeed } = host;
  const where = `${describePlace(place)} on ${name}`;
  const [startLimit, endLimit, removeLimit] = [limits.start, limits.end, limits.remove];
  const times = { startLimit, endLimit, removeLimit };
  return {
    place,
    name,
    ...(address !== undefined && { address }),
    ...(linkSpeed !== undefined && { linkSpeed }),
    prepare: () => imageId(engine, image, where, signal),
    start: (run) => startContainer(run, { engine, place, image, program, where, signal, ...times }),
    async clear(run) {
      const problem = await removeContainers(engine, labelsOf(run, place), removeLimit);
      const reason = `not sure that nothing is left of the run ${run}: ${problem}`;
      if (problem !== undefined) throw hostError("HOST_FAILED", where, reason);
    },
  };
}

async function imageId(
  engine: DockerEngine,
  image: string,
  where: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const words = ["image", "inspect", "--format", "{{.Id}}", image];
  const answer = await askDocker(engine, words, signal);
  if (answer.kind === "answered") return answer.output;
  const { reason } = answer;
  const isMissing = /no such image/i.test(reason);
  throw hostError("HOST_UNAVAILABLE", where, isMissing ? howToBring(image, engine) : reason);
}

function howToBring(image: string, { options: [, place] }: DockerEngine): string {
  return `it has no image \`${image}\`: \`npm run image -- --to ${place}\` builds it and brings it there`;
}
