import type { Load } from "../../results/records/load.ts";
import { formatCount, formatNumberOf } from "../text/format.ts";

/** `64 connections`; from the fewest to the most where loads differ. */
export function formatConnections(loads: readonly Load[]): string {
  const numbers = loads.map(({ connections }) => connections);
  const [fewest, most] = [Math.min(...numbers), Math.max(...numbers)];
  const all = formatNumberOf(most, "connection");
  return fewest === most ? all : `${formatCount(fewest)} to ${all}`;
}
