import { labelOf } from "./hosts.ts";
import { formatShare, type Gate } from "./measurement.ts";

/** In the mean of a window: a link that is fuller was full for parts of it, and packets waited. */
const linkShareLimit = 0.9;

/** No machine's network was the limit. */
export const link: Gate = {
  kind: "instrument",
  check: ({ record: { hosts = [] } }) => {
    const [fullest] = hosts.toSorted((a, b) => (b.link?.share ?? 0) - (a.link?.share ?? 0));
    const { share = 0, speed = 0 } = fullest?.link ?? {};
    if (fullest === undefined || share <= linkShareLimit) return undefined;
    return `the network of ${labelOf(fullest)} was the limit: ${formatShare(share)} of ${formatSpeed(speed)}`;
  },
};

/** Bits per second as networks are named: `10 Gbit/s`. */
function formatSpeed(speed: number): string {
  return speed >= 1e9 ? `${speed / 1e9} Gbit/s` : `${speed / 1e6} Mbit/s`;
}
