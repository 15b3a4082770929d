import type { HostUse, SliceRecord } from "../../results/records/records.ts";

/** What is judged of a machine: of the one that everything ran on, or of each of several. */
interface MachineState extends Pick<HostUse, "cpu" | "canary" | "clockStepMs"> {
  /** As reasons call it. */
  readonly label: string;
}

/** The first reason that a machine of the slice gives. */
export function firstReason(
  record: Omit<SliceRecord, "refusals">,
  reasonOf: (machine: MachineState) => string | undefined,
): string | undefined {
  for (const machine of machinesOf(record)) {
    const reason = reasonOf(machine);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** The machines of a slice, those with a name first: what they say is told with it. */
function machinesOf(record: Omit<SliceRecord, "refusals">): readonly MachineState[] {
  const hosts = (record.hosts ?? []).map((host) => ({ ...host, label: labelOf(host) }));
  return [...hosts, { ...record, label: "this machine" }];
}

/** `` `ssh://bench@10.0.0.7` (generator) `` */
export function labelOf({ name, role }: HostUse): string {
  return `\`${name}\` (${role})`;
}
