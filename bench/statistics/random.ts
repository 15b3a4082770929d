/** A source of 32-bit unsigned integers. */
export type RandomUint32 = () => number;

/**
 * Chris Doty-Humphrey's sfc32 ("small fast counting" generator, PractRand 0.94, `sfc.cpp`), seeded
 * as its `seed(Uint64)` does: 12 outputs are thrown away. Any integer up to 2^53 is a seed; the
 * same seed gives the same numbers in every thread.
 */
export function createRandom(seed: number): RandomUint32 {
  let a = 0;
  let b = seed | 0;
  let c = Math.floor(seed / 2 ** 32) | 0;
  let counter = 1;
  const next = (): number => {
    const output = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + output) | 0;
    return output >>> 0;
  };
  for (let discarded = 0; discarded < 12; discarded++) next();
  return next;
}
