import { randomBytes } from "node:crypto";
import { type Milliseconds, messageOf, RowbenchError } from "@rowbench/shared/contract";
import type { Testbed } from "../../experiment/testbed/testbed.ts";
import type { Host } from "../host.ts";
import { openHostsTestbed, type Team } from "./hosts-testbed.ts";
import { nameOf, type RemoteRole, startRemoteRole } from "./remote-role.ts";

/** What hosts are opened with. */
export interface HostsOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
  /** How long a role that runs may take to say who it is. */
  readonly introductionLimit?: Milliseconds;
}

/** Hosts whose roles are up. */
export interface OpenHosts {
  /** That a server has. */
  readonly processors: number;
  withTestbed<Result>(
    needs: { readonly rows?: number | undefined; readonly redis: boolean },
    work: (testbed: Testbed) => Promise<Result>,
  ): Promise<Result>;
}

/** Clocks that tell times of day further apart would date one run's records differently. */
const wallClockLimitMs = 2000;

/**
 * Brings up a role on every host for as long as `work` takes. Nothing of the run is left on any of
 * them afterwards, however it ends. Rejects with HOST_UNAVAILABLE, with host, role and reason, where
 * they do not come up.
 */
export async function withHosts<Result>(
  hosts: readonly Host[],
  { signal, onProgress, introductionLimit }: HostsOptions,
  work: (open: OpenHosts) => Promise<Result>,
): Promise<Result> {
  const run = randomBytes(6).toString("hex");
  await prepareAll(hosts);
  signal.throwIfAborted();
  onProgress(`starting ${hosts.length} roles on hosts, run ${run}`);
  const roles: RemoteRole[] = [];
  try {
    await startAll(hosts, run, introductionLimit, roles);
    signal.throwIfAborted();
    const team = teamOf(roles);
    return await work({
      processors: team.server.introduction.machine.cores,
      withTestbed: async ({ rows, redis }, measure) => {
        if (redis)
          throw new RowbenchError("USAGE", "workloads of Redis run on one machine: leave --on out");
        const testbed = await openHostsTestbed(team, rows);
        return measure(testbed).finally(testbed.close);
      },
    });
  } finally {
    await closeAll(hosts, roles, run, onProgress);
  }
}

/** All of them at once; the first that cannot be used is the news. */
async function prepareAll(hosts: readonly Host[]): Promise<void> {
  const images = await Promise.all(
    hosts.map(async (host) => ({ name: nameOf(host), image: await host.prepare() })),
  );
  const [first] = images;
  const other = images.find(({ image }) => image !== first?.image);
  if (first === undefined || other === undefined) return;
  throw new RowbenchError(
    "HOST_UNAVAILABLE",
    `${other.name} has another image (${short(other.image)}) than ${first.name} (${short(first.image)}): send the same one to both by \`npm run image -- --to …\``,
  );
}

const short = (image: string) => image.replace(/^sha256:/, "").slice(0, 12);

async function startAll(
  hosts: readonly Host[],
  run: string,
  limit: Milliseconds | undefined,
  roles: RemoteRole[],
): Promise<void> {
  const outcomes = await Promise.allSettled(
    hosts.map(async (host) => {
      const role = await startRemoteRole(host, run, limit);
      roles.push(role);
      assertClock(role);
    }),
  );
  const failure = outcomes.find(({ status }) => status === "rejected");
  if (failure?.status === "rejected") throw unusable(failure.reason);
}

/** Nothing is measured yet: whatever is wrong with a host is so of the place that was asked for. */
function unusable(error: unknown): unknown {
  if (!(error instanceof RowbenchError) || error.code !== "HOST_FAILED") return error;
  return new RowbenchError("HOST_UNAVAILABLE", error.message, { cause: error });
}

function assertClock({ name, introduction }: RemoteRole): void {
  const aheadMs = introduction.wallClockMs - Date.now();
  if (Math.abs(aheadMs) <= wallClockLimitMs) return;
  const way = aheadMs > 0 ? "ahead of" : "behind";
  throw new RowbenchError(
    "HOST_UNAVAILABLE",
    `${name}: its clock is ${(Math.abs(aheadMs) / 1000).toFixed(1)} s ${way} this machine's: set them by NTP`,
  );
}

function teamOf(roles: readonly RemoteRole[]): Team {
  const one = (role: string) => roles.find(({ host }) => host.place.role === role);
  const [database, server] = [one("database"), one("server")];
  const generators = roles
    .filter(({ host }) => host.place.role === "generator")
    .toSorted((a, b) => a.host.place.number - b.host.place.number);
  if (database === undefined || server === undefined || generators.length === 0)
    throw new RowbenchError("USAGE", "hosts need a database, a server and a generator");
  return { database, server, generators };
}

async function closeAll(
  hosts: readonly Host[],
  roles: readonly RemoteRole[],
  run: string,
  onProgress: (text: string) => void,
): Promise<void> {
  await Promise.allSettled(roles.map((role) => role.close()));
  const cleared = await Promise.allSettled(hosts.map((host) => host.clear(run)));
  cleared.forEach((outcome, index) => {
    const host = hosts[index];
    if (outcome.status === "rejected" && host !== undefined)
      onProgress(`${nameOf(host)}: could not be cleared: ${messageOf(outcome.reason)}`);
  });
}
