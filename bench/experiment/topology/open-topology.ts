import { RowbenchError } from "@rowbench/shared/contract";
import type { Around } from "./around.ts";
import { startNginx } from "./nginx.ts";
import { startPgbouncer } from "./pgbouncer.ts";
import { type AroundName, type AroundProgram, aroundMissing, findAround } from "./programs.ts";
import { partsOf } from "./topology.ts";

/** What stands around one server. */
export interface Surroundings {
  /** Where the server reaches PostgreSQL. */
  readonly databaseUrl: string;
  /** First processes of the programs that stand around it. */
  leaders(): readonly number[];
  /** Puts what stands before servers there; resolves with the origin that clients are to ask. */
  putBefore(origins: readonly [string, ...string[]]): Promise<string>;
  /** Ends all of it. */
  close(): Promise<void>;
}

/** What the server that is surrounded is going to be started with. */
export interface Surrounded {
  readonly databaseUrl: string;
  /** The address that it listens on; 127.0.0.1 when absent. */
  readonly host?: string;
}

/** Starts what stands between a server and PostgreSQL. Throws SERVER_UNAVAILABLE or SERVER_START_FAILED. */
export async function openTopology(
  topology: string | undefined,
  { databaseUrl, host = "127.0.0.1" }: Surrounded,
): Promise<Surroundings> {
  const parts = partsOf(topology ?? "direct");
  const running: Around[] = [];
  const keep = (around: Around): Around => {
    running.push(around);
    return around;
  };
  const pooler = parts.includes("pgbouncer")
    ? keep(await startPgbouncer(programOf("pgbouncer"), databaseUrl))
    : undefined;
  return {
    databaseUrl: pooler === undefined ? databaseUrl : moved(databaseUrl, pooler.port),
    leaders: () => running.map(({ leader }) => leader),
    async putBefore([origin, ...more]) {
      if (!parts.includes("nginx")) return origin;
      const upstreams = more.map((one) => new URL(one));
      const proxy = keep(await startNginx(programOf("nginx"), [new URL(origin), ...upstreams]));
      return `http://${host}:${proxy.port}`;
    },
    async close() {
      await Promise.all(running.map((around) => around.stop()));
    },
  };
}

function programOf(name: AroundName): AroundProgram {
  const program = findAround(name);
  if (program === undefined) throw new RowbenchError("SERVER_UNAVAILABLE", aroundMissing[name]);
  return program;
}

function moved(url: string, port: number): string {
  return Object.assign(new URL(url), { hostname: "127.0.0.1", port: `${port}` }).href;
}
