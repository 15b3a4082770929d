import type { Load } from "../../../results/records/load.ts";
import type { Series } from "../../../results/records/series.ts";
import type { View } from "../../../results/records/view.ts";
import type { ExperimentSummary } from "../../../results/summary/summary.ts";
import { crossingsOf } from "../../views/curves.ts";
import type { Places } from "./figure-data.ts";
import type { AxisData, CrossingData, LoadData, SeriesData } from "./page-data.ts";
import { rounded } from "./rounded.ts";

/** What a sweep went through; undefined for what is none. */
export function axisOf(summary: ExperimentSummary, places: Places): AxisData | undefined {
  const { view } = summary.header;
  switch (view.kind) {
    case "curves":
      return { title: view.axis, unit: view.unit, crossings: crossings(summary, places) };
    case "pools":
      return { title: "clients", unit: "client connections", crossings: [] };
    case "workers":
      return { title: "workers", unit: "workers", crossings: [] };
    default:
      return undefined;
  }
}

/** Where a load lies on that axis; pools have one for each wait, over the numbers of clients. */
export function loadPlace(view: View, load: Load): Pick<LoadData, "place" | "panel"> {
  const { place, connections } = load;
  if (place === undefined) return {};
  return view.kind === "pools" ? { place: connections, panel: `a wait of ${place} ms` } : { place };
}

/** Where a series lies on it when it is a setting of one cell that was swept. */
export function seriesPlace(view: View, { workers }: Series): Pick<SeriesData, "place"> {
  return view.kind === "workers" ? { place: workers } : {};
}

function crossings({ loads }: ExperimentSummary, places: Places): readonly CrossingData[] {
  return crossingsOf(loads).flatMap(({ ahead, behind, between, near }) => {
    const [leader, follower] = [places.get(ahead), places.get(behind)];
    if (leader === undefined || follower === undefined) return [];
    return [{ ahead: leader, behind: follower, between, near: rounded(near) }];
  });
}
