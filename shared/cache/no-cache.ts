import type { RowCache } from "../contract/index.ts";
import { CacheUnavailableError } from "./cache-errors.ts";

const message = "no Redis: set REDIS_URL, or start the server with --redis embedded";

/** What `/cache` gets where no Redis is configured. */
export const noCache: RowCache = {
  randomRow: () => Promise.reject(new CacheUnavailableError(message)),
  close: async () => {},
};
