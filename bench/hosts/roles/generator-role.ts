import { askWorkerId } from "@rowbench/shared/conformance";
import { startLoadGenerator } from "../../load/index.ts";
import type { Role, Tell } from "./role.ts";

/** Makes load, slice after slice; each begins when the conductor says so. */
export async function createGeneratorRole(tell: Tell): Promise<Role> {
  const generator = await startLoadGenerator();
  let begin: ((atUs: number) => void) | undefined;
  let abort = new AbortController();
  return {
    pids: [generator.pid],
    answers: {
      askWorkerId: ({ origin }) => askWorkerId(origin),
      run: async ({ spec, isWatched }) => {
        abort = new AbortController();
        return generator.run(spec, {
          signal: abort.signal,
          whenConnected: () => {
            const time = Promise.withResolvers<number>();
            begin = time.resolve;
            tell("connected", null);
            return time.promise;
          },
          onBegin: (atUs) => tell("began", { atUs }),
          onMark: (mark) => tell("reached", { mark }),
          ...(isWatched && { onGlimpse: (glimpse) => tell("glimpse", { glimpse }) }),
        });
      },
    },
    hears: {
      begin: ({ atUs }) => begin?.(atUs),
      abort: () => abort.abort(),
    },
    close: () => generator.close(),
  };
}
