import type { Readable, Writable } from "node:stream";

/** What a host does in an experiment. */
export const roleNames = ["database", "server", "generator"] as const;
export type RoleName = (typeof roleNames)[number];

/** One part of an experiment: generators are counted from 1, the others are alone. */
export interface RolePlace {
  readonly role: RoleName;
  readonly number: number;
}

/** The role's program on a host, spoken to over its standard streams; it listens nowhere for us. */
export interface RoleProcess {
  readonly input: Writable;
  readonly output: Readable;
  /** Resolves once it is gone, with how it ended and its last lines; never rejects. */
  readonly ended: Promise<string>;
  /** Ends it; resolves once nothing of it is left. Rejects with `HOST_FAILED` where that cannot be made sure. */
  stop(): Promise<void>;
}

/** A machine, or a pod, that plays one role. */
export interface Host {
  readonly place: RolePlace;
  /** For messages: `ssh://bench@10.0.0.7`, `pod generator-2 of staging/bench`. */
  readonly name: string;
  /** Bits per second of its network, where a person said so; else what the kernel says. */
  readonly linkSpeed?: number;
  /** How others reach it, where a person said so; else the first address that it has itself. */
  readonly address?: string;
  /**
   * Whether it can be used at all: reachable, permitted, with the image. Resolves to the image's id.
   * Rejects with `HOST_UNAVAILABLE`, whose message names the host, the role and the reason; at the
   * latest after 30 seconds.
   */
  prepare(): Promise<string>;
  /** Starts the role's program. Rejects with `HOST_FAILED` as above, at the latest after 60 seconds. */
  start(run: string): Promise<RoleProcess>;
  /** Removes whatever of that run is left here, also after a crash of this program. */
  clear(run: string): Promise<void>;
}

/** `generator 2`, `server`. */
export function describePlace({ role, number }: RolePlace): string {
  return role === "generator" ? `generator ${number}` : role;
}
