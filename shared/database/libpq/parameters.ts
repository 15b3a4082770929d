import type { Milliseconds } from "../../contract/index.ts";
import type { MemoryAddress } from "./functions.ts";
import { loadLibpq } from "./library.ts";

/**
 * The parameters of one connection's statements, in memory that is made once: `$1` an `int4`, `$2`
 * a `float8`, both binary. The addresses are what `PQexecPrepared` asks for.
 */
export interface LibpqParameters {
  readonly values: MemoryAddress;
  readonly lengths: MemoryAddress;
  readonly formats: MemoryAddress;
  readonly types: MemoryAddress;
  /** Writes the next call's values; not while a call is reading the last ones. */
  set(id: number, wait: Milliseconds): void;
}

// Bytes from the start. Pointers and doubles stand at multiples of 8.
const layout = { values: 0, lengths: 16, formats: 24, types: 32, seconds: 40, id: 48, end: 56 };
const oids = { int4: 23, float8: 701 };
const binary = 1;

/** Makes the memory. Throws SERVER_UNAVAILABLE where libpq cannot be loaded. */
export function createLibpqParameters(): LibpqParameters {
  // V8 moves small typed arrays; the memory of an ArrayBuffer stays where it is.
  const memory = new ArrayBuffer(layout.end);
  const start = loadLibpq().addressOf(memory);
  const addressAt = (offset: number): bigint => start + BigInt(offset);
  const view = new DataView(memory);
  new BigUint64Array(memory, layout.values, 2).set([
    addressAt(layout.id),
    addressAt(layout.seconds),
  ]);
  new Int32Array(memory, layout.lengths, 2).set([4, 8]);
  new Int32Array(memory, layout.formats, 2).set([binary, binary]);
  new Uint32Array(memory, layout.types, 2).set([oids.int4, oids.float8]);
  return {
    values: addressAt(layout.values),
    lengths: addressAt(layout.lengths),
    formats: addressAt(layout.formats),
    types: addressAt(layout.types),
    set(id, wait) {
      view.setInt32(layout.id, id);
      view.setFloat64(layout.seconds, wait / 1000);
    },
  };
}
