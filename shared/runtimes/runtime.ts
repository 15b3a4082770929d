/** What programs that run servers are called, the oldest of each kind first. */
export const runtimeNames = ["node22", "node24", "node26", "bun", "deno"] as const;
export type RuntimeName = (typeof runtimeNames)[number];

/** Whose event loop and interfaces a runtime has. */
export type RuntimeKind = "node" | "bun" | "deno";

/** A program that runs servers. */
export interface Runtime {
  /** One of `runtimeNames`, or the path by which a person named it. */
  readonly name: string;
  readonly kind: RuntimeKind;
  readonly state: RuntimeState;
}

/** Where a runtime is, or why it is not there. */
export type RuntimeState =
  | {
      readonly kind: "installed";
      /** Path of the program. */
      readonly program: string;
      /** Such as `26.10.0`. */
      readonly version: string;
    }
  | { readonly kind: "missing"; readonly reason: string };

/** A runtime that is there. */
export interface InstalledRuntime extends Runtime {
  readonly state: Extract<RuntimeState, { kind: "installed" }>;
}

/** Whether a runtime is there. */
export function isInstalled(runtime: Runtime): runtime is InstalledRuntime {
  return runtime.state.kind === "installed";
}

/** The words of a command line that starts a script, from the program on. */
export function commandOf({ kind, state }: InstalledRuntime, script: string): readonly string[] {
  switch (kind) {
    case "node":
      return [state.program, script];
    case "bun":
      return [state.program, "run", script];
    case "deno":
      return [state.program, "run", "--allow-all", "--unstable-net", "--quiet", script];
  }
}
