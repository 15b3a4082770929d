import type { Roles } from "../../experiment/observation/roles.ts";
import type {
  MachineUse,
  MachineWatch,
  TestedServer,
  WatchedServers,
} from "../../experiment/testbed/testbed.ts";
import type { HostUse } from "../../results/records/records.ts";
import { describePlace } from "../host.ts";
import type { HostUsage } from "../protocol.ts";
import type { Beginnings } from "./hosts-generator.ts";
import type { RemoteRole } from "./remote-role.ts";

/** Who takes part, and which processes of PostgreSQL and of this program are ours. */
export interface Parties {
  readonly database: RemoteRole;
  readonly server: RemoteRole;
  readonly generators: readonly RemoteRole[];
  readonly postmaster: number | undefined;
}

/** No process has this id. */
const nobody = -1;

/**
 * Looks at every host. Roles that share a machine are looked at once, by one of them, as what shares
 * its processors; networks are each role's own.
 */
export async function watchHosts(
  parties: Parties,
  watched: WatchedServers,
  beginnings: () => Beginnings | undefined,
): Promise<MachineWatch> {
  const roles = [parties.server, parties.database, ...parties.generators];
  const machines = Map.groupBy(roles, ({ introduction }) => introduction.machineId);
  const observers = new Map(
    [...machines.values()].map((own) => [own[0], rolesOn(own, parties, watched)]),
  );
  for (const role of roles) {
    const seen = observers.get(role);
    await role.call("watch", seen === undefined ? {} : { roles: seen });
  }
  return {
    mark(mark) {
      for (const role of roles) role.tell("mark", { mark });
    },
    async usage({ elapsedUs }) {
      const uses = await Promise.all(
        roles.map(async (role): Promise<RoleUse> => {
          const { linkSpeed } = role.host;
          const limits = linkSpeed === undefined ? {} : { linkSpeed };
          return { role, ...(await role.call("usage", { elapsedUs, ...limits })) };
        }),
      );
      return merge(uses, beginnings());
    },
  };
}

function rolesOn(
  own: readonly RemoteRole[],
  { database, server, postmaster }: Parties,
  watched: WatchedServers,
): Roles {
  const isServers = own.includes(server);
  const pidsOf = (servers: readonly TestedServer[]) =>
    servers.flatMap(({ pids, leaders }) => [...pids, ...leaders()]);
  return {
    server: isServers ? watched.server.pids : [],
    around: isServers ? watched.server.leaders() : [],
    generators: own.flatMap(({ host, introduction }) =>
      host.place.role === "generator" ? introduction.pids : [],
    ),
    others: [
      ...own.flatMap(({ introduction }) => introduction.pids),
      ...(isServers ? pidsOf(watched.waiting) : []),
    ],
    postmaster: own.includes(database) ? (postmaster ?? nobody) : nobody,
  };
}

interface RoleUse extends HostUsage {
  readonly role: RemoteRole;
}

/** The server's own machine is what figures of a server are made of; PostgreSQL may be on another. */
function merge(uses: readonly RoleUse[], beginnings: Beginnings | undefined): MachineUse {
  const machines = new Map(
    uses.flatMap(({ role, machine }) =>
      machine === undefined ? [] : [[role.introduction.machineId, machine] as const],
    ),
  );
  const useOf = ({ role }: RoleUse): MachineUse => {
    const machine = machines.get(role.introduction.machineId);
    if (machine === undefined) throw new Error(`nobody looked at the machine of ${role.name}`);
    return machine;
  };
  const [server] = uses.map(useOf);
  if (server === undefined) throw new Error("there are no hosts");
  const postgres = Math.max(...uses.map((use) => useOf(use).cpu?.busiest.postgres ?? 0));
  const cpu = server.cpu && { ...server.cpu, busiest: { ...server.cpu.busiest, postgres } };
  return {
    ...server,
    ...(cpu && { cpu }),
    hosts: uses.map((use) => hostUse(use, useOf(use))),
    ...beginnings,
  };
}

/** Roles that share a machine have its figures both. */
function hostUse({ role, link }: RoleUse, { cpu, canary, clockStepMs }: MachineUse): HostUse {
  const { place, name } = role.host;
  return {
    name,
    role: describePlace(place),
    ...(cpu && { cpu }),
    ...(link && { link }),
    canary,
    clockStepMs,
  };
}
