import type { Load } from "../../results/records/load.ts";
import type { Controls, UnavailableCell } from "../../results/records/records.ts";
import type { Series } from "../../results/records/series.ts";
import type { View } from "../../results/records/view.ts";
import type { Rounds } from "./rounds.ts";

/** What a command measures: series × loads, and what its report shows of them. */
export interface Grid {
  readonly view: View;
  readonly series: readonly Series[];
  readonly loads: readonly Load[];
  readonly unavailable?: readonly UnavailableCell[];
  readonly controls?: Controls;
  /** Keys of series that are compared with each other above all. */
  readonly together?: readonly (readonly string[])[];
  /** Which series each round holds, where not all of them are in all. */
  readonly rounds?: Rounds;
}
