import {
  type Microseconds,
  type RequestsPerSecond,
  requestsPerSecond,
} from "@rowbench/shared/contract";
import { type Load, ownShares, type Pace } from "../../results/records/load.ts";
import type { RateRecord, SliceRecord } from "../../results/records/records.ts";
import { meetsObjective } from "../../results/summary/objective.ts";
import { geometricMean } from "../../statistics/geometric-mean.ts";
import { median } from "../../statistics/median.ts";
import { nextShare, type Trial } from "../../statistics/staircase.ts";

/** Share of what the slowest compared series carries: far enough from a queue for all of them. */
const commonShare = 0.6;
/**
 * A series that carries less than this share of the median is left out of the comparison of
 * latencies: at its rate all others would be idle.
 */
const comparedShare = 0.25;

/** What is known of one series under one load. */
interface Place {
  readonly series: string;
  readonly load: string;
  readonly capacities: RequestsPerSecond[];
  /** What it carried while the machine was disturbed: at least that. */
  readonly disturbed: RequestsPerSecond[];
  /** Rates that were tried in search of the objective, as shares of the capacity then known. */
  readonly trials: Trial[];
}

/** Settles the rates of open loops from what closed loops have carried so far. */
export class Pacing {
  readonly #places = new Map<string, Place>();
  readonly #common = new Map<string, RequestsPerSecond>();
  readonly #limits: ReadonlyMap<string, Microseconds>;

  constructor(loads: readonly Load[]) {
    const limits = loads.flatMap(({ name, paces }) =>
      paces.flatMap((pace) =>
        pace.name === "objective" ? [[name, pace.p99LimitUs] as const] : [],
      ),
    );
    this.#limits = new Map(limits);
  }

  /** Takes a slice that was measured; one whose figures are wrong teaches nothing. */
  note({ series, load, loop, result, refusals }: SliceRecord): void {
    const place = this.#placeOf(series, load);
    if (refusals.length > 0) {
      const isOnlyDisturbed = refusals.every(({ kind }) => kind === "disturbed");
      if (isOnlyDisturbed && result.kind === "closed") place.disturbed.push(result.throughput);
      return;
    }
    const capacity = capacityOf(place);
    const limitUs = this.#limits.get(load);
    if (result.kind === "closed") return void place.capacities.push(result.throughput);
    if (loop !== "objective" || capacity === undefined || limitUs === undefined) return;
    const share = result.offeredRate / capacity;
    place.trials.push({ share, passed: meetsObjective(result, limitUs) });
  }

  /** The common rate of a load, once the pilot round is over; undefined when nothing carried it. */
  settle({ name: load }: Load): RateRecord | undefined {
    const carried = [...this.#places.values()]
      .filter((place) => place.load === load)
      .flatMap((place) => {
        const rate = capacityOf(place);
        return rate === undefined ? [] : [{ series: place.series, rate }];
      });
    const typical = median(carried.map(({ rate }) => rate));
    const compared = carried.filter(({ rate }) => rate >= comparedShare * typical);
    const [slowest] = compared.toSorted((a, b) => a.rate - b.rate);
    if (slowest === undefined) return undefined;
    const rate = requestsPerSecond(roundDown(commonShare * slowest.rate));
    this.#common.set(load, rate);
    return { kind: "rate", load, rate, slowest: slowest.series };
  }

  /** Undefined while the rate cannot be known. */
  rateOf({ name: load }: Load, pace: Pace, series: string): RequestsPerSecond | undefined {
    if (pace.name === "common") return pace.rate ?? this.#common.get(load);
    const place = this.#placeOf(series, load);
    const capacity = capacityOf(place);
    if (capacity === undefined) return undefined;
    const share = pace.name === "objective" ? nextShare(place.trials) : ownShares[pace.name];
    return requestsPerSecond(share * capacity);
  }

  #placeOf(series: string, load: string): Place {
    const name = `${load}\n${series}`;
    const place = this.#places.get(name) ?? emptyPlace(series, load);
    this.#places.set(name, place);
    return place;
  }
}

function emptyPlace(series: string, load: string): Place {
  return { series, load, capacities: [], disturbed: [], trials: [] };
}

function capacityOf({ capacities, disturbed }: Place): RequestsPerSecond | undefined {
  const known = capacities.length > 0 ? capacities : disturbed;
  return known.length === 0 ? undefined : requestsPerSecond(geometricMean(known));
}

/** To two digits, so that a table can name it: 5,812 is 5,800. */
function roundDown(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.max(1, Math.floor(value / unit) * unit);
}
