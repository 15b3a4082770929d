/** How far another clock is ahead of ours. */
export interface ClockOffset {
  /** Add it to a time of ours for that of the other clock. */
  readonly offsetUs: number;
  /** The true offset lies at most this far from it, either way. */
  readonly uncertaintyUs: number;
}

/**
 * Compares two clocks by asking the other one for its time. It was read at some moment between question
 * and answer; the middle is at most half of the round trip away from it, however unlike both ways are
 * (Cristian 1989, "Probabilistic clock synchronization"). Of several exchanges the one with the shortest
 * round trip counts, as in NTP's clock filter (RFC 5905, section 10): what makes others longer is waiting
 * in queues, which makes both ways unlike.
 *
 * @param now our clock, in microseconds
 * @param ask resolves to the time of the other clock, in microseconds; its rejection is handed on
 * @param tries exchanges, one after the other
 */
export async function measureOffset(
  now: () => number,
  ask: () => Promise<number>,
  tries = 15,
): Promise<ClockOffset> {
  let best: ClockOffset = { offsetUs: 0, uncertaintyUs: Number.POSITIVE_INFINITY };
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const sentUs = now();
    const remoteUs = await ask();
    const receivedUs = now();
    const uncertaintyUs = (receivedUs - sentUs) / 2;
    const offsetUs = remoteUs - (sentUs + receivedUs) / 2;
    if (uncertaintyUs < best.uncertaintyUs) best = { offsetUs, uncertaintyUs };
  }
  return best;
}
