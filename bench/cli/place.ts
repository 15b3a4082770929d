import { availableParallelism } from "node:os";
import { databaseUrlFrom, embeddedConnections } from "@rowbench/shared/database";
import type { PlannedPlace } from "../experiment/conduct.ts";
import { withLocalTestbed } from "../experiment/testbed/local-testbed.ts";
import type { Testbed } from "../experiment/testbed/testbed.ts";
import { withHosts } from "../hosts/conductor/with-hosts.ts";
import { hostsNoiseFile, noiseFile } from "../results/records/places.ts";
import { isHere, openHosts, type PlaceOptions } from "./open-hosts.ts";
import { inSession, say, withMachine } from "./session.ts";

/** Where a command measures: on this machine, or on hosts. */
export interface Place extends PlannedPlace {
  /** What servers have there. */
  readonly processors: number;
  /** Runs `work` with everything that it measures with, and with what Ctrl-C aborts. */
  measure<Result>(
    needs: Needs,
    work: (testbed: Testbed, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result>;
}

/** What an experiment needs of its place. */
export interface Needs {
  /** Rows to have in the table; whatever is there when absent. */
  readonly rows?: number | undefined;
  readonly redis: boolean;
}

/** Opens the place that `--on` names for as long as `work` takes. */
export async function withPlace(
  options: PlaceOptions,
  work: (place: Place) => Promise<void>,
): Promise<void> {
  if (isHere(options)) return work(thisMachine);
  await withMachine((signal) => {
    const hosts = openHosts(options, signal);
    return withHosts(hosts, { signal, onProgress: say }, ({ processors, withTestbed }) =>
      work({
        processors,
        noiseFile: hostsNoiseFile,
        restsBetweenPieces: false,
        measure: (needs, measure) => withTestbed(needs, (bed) => measure(bed, signal)),
      }),
    );
  });
}

const thisMachine: Place = {
  processors: availableParallelism(),
  noiseFile,
  restsBetweenPieces: true,
  ...(databaseUrlFrom(process.env) === undefined && { connections: embeddedConnections }),
  measure: ({ rows, redis }, work) =>
    inSession((session) => withLocalTestbed(session, (testbed) => work(testbed, session.signal)), {
      rows,
      ...(redis && { redis: "needed" }),
    }),
};
