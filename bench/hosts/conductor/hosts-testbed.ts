import { relative } from "node:path";
import { milliseconds, RowbenchError } from "@rowbench/shared/contract";
import type { StatementStatistics, WorldValues } from "@rowbench/shared/database";
import type { ServerStart, Testbed, TestedServer } from "../../experiment/testbed/testbed.ts";
import { repositoryRoot } from "../../results/records/places.ts";
import type { HostDescription } from "../../results/records/records.ts";
import { describePlace } from "../host.ts";
import type { OpenedDatabase, StartedServer } from "../protocol.ts";
import { createHostsGenerator } from "./hosts-generator.ts";
import { type Parties, watchHosts } from "./hosts-watch.ts";
import type { RemoteRole } from "./remote-role.ts";

/** The roles of an experiment, all up. */
export type Team = Omit<Parties, "postmaster">;

/** Filling ten million rows takes its time. */
const openLimit = milliseconds(180_000);
const startLimit = milliseconds(40_000);

/** What an experiment runs on where its parts are on hosts: filled with rows, nothing started yet. */
export async function openHostsTestbed(team: Team, rows: number | undefined): Promise<Testbed> {
  const { server, generators } = team;
  const database = new RemoteDatabase(team.database, rows);
  await database.open();
  const generator = createHostsGenerator(generators);
  return {
    description: {
      machine: server.introduction.machine,
      database: database.description,
      hosts: [team.database, server, ...generators].map(describeHost),
    },
    generator,
    restsBetweenPieces: false,
    values: database.values,
    statistics: database.statistics,
    cache: undefined,
    startServer: oneAfterTheOther(async (start) => {
      await reviveAll(team, database);
      return startRemoteServer(team, start, database.opened);
    }),
    async startNullServer() {
      const { address } = server.introduction;
      const workers = generators.length;
      const { url } = await server.call("startNullServer", { address, workers });
      return { url, stop: async () => void (await server.call("stopNullServer", null)) };
    },
    watch: (watched) => {
      const { postmaster } = database.opened;
      return watchHosts({ ...team, postmaster }, watched, generator.beginnings);
    },
    async close() {},
  };
}

function describeHost({ host, introduction }: RemoteRole): HostDescription {
  const { name, place } = host;
  return { role: describePlace(place), name, machine: introduction.machine };
}

/** The news of a server's end may come before its id is known: it must be that of the only start. */
function oneAfterTheOther(startServer: Testbed["startServer"]): Testbed["startServer"] {
  let last: Promise<unknown> = Promise.resolve();
  return (start) => {
    const own = last.then(() => startServer(start));
    last = own.catch(() => {});
    return own;
  };
}

/** What was lost is brought up again before the next start, so that one loss is not the end. */
async function reviveAll(team: Team, database: RemoteDatabase): Promise<void> {
  await Promise.all([team.server, ...team.generators].map((role) => role.revive()));
  if (await team.database.revive()) await database.open();
}

class RemoteDatabase {
  readonly #role: RemoteRole;
  readonly #rows: number | undefined;
  #opened: OpenedDatabase | undefined;
  #salt = 0;

  constructor(role: RemoteRole, rows: number | undefined) {
    this.#role = role;
    this.#rows = rows;
  }

  async open(): Promise<void> {
    const { address } = this.#role.introduction;
    const rows = this.#opened?.rows ?? this.#rows;
    const params = { address, ...(rows !== undefined && { rows }) };
    this.#opened = await this.#role.call("openDatabase", params, openLimit);
    this.#salt = this.#opened.salt;
  }

  get opened(): OpenedDatabase {
    if (this.#opened === undefined) throw new Error("the database is not open");
    return this.#opened;
  }

  get description(): Testbed["description"]["database"] {
    const { source, version, rows } = this.opened;
    return { source, version, rows };
  }

  get values(): WorldValues {
    const salt = () => this.#salt;
    return {
      get salt() {
        return salt();
      },
      change: async () => {
        this.#salt = await this.#role.call("changeValues", null);
        return this.#salt;
      },
      close: async () => {},
    };
  }

  get statistics(): StatementStatistics {
    return {
      kind: "available",
      readRowStatements: async () => {
        const count = await this.#role.call("statements", null);
        if ("unavailable" in count)
          throw new RowbenchError("HOST_FAILED", `${this.#role.name}: ${count.unavailable}`);
        return count;
      },
      close: async () => {},
    };
  }
}

async function startRemoteServer(
  { server, generators: [generator] }: Team,
  start: ServerStart,
  { url: databaseUrl, rows }: OpenedDatabase,
): Promise<TestedServer> {
  const { address } = server.introduction;
  const entry = relative(repositoryRoot, start.entry);
  const params = { ...start, entry, address, databaseUrl, rows };
  const ended = Promise.withResolvers<string>();
  let ending: string | undefined;
  let started: StartedServer | undefined;
  const deaf = server.hear("serverEnded", ({ id, how }) => {
    if (started !== undefined && id !== started.id) return;
    ending = how;
    ended.resolve(how);
  });
  try {
    started = await server.call("startServer", params, startLimit);
  } catch (error) {
    deaf();
    throw error;
  }
  const { id, origin, workerIds, pids, leaders } = started;
  return {
    origin,
    workerIds,
    pids,
    leaders: () => leaders,
    askWorkerId: async () => {
      if (generator === undefined) throw new Error("there is no generator");
      return generator.call("askWorkerId", { origin });
    },
    check: (check) => server.call("checkServer", { ...check, id }),
    ended: ended.promise,
    ending: () => ending,
    async stop() {
      deaf();
      await server.call("stopServer", { id }, startLimit);
    },
  };
}
