import { microseconds } from "@rowbench/shared/contract";
import { judgeWarmUp, type WarmUpState } from "../../statistics/warm-up.ts";
import { binUs, type WarmUpFigures } from "../terms/load-result.ts";
import type { WarmUp } from "../terms/load-spec.ts";

/** Counts the answers of a warm-up in bins, and judges it at the end of each. */
export class WarmUpWatch {
  /** When the bin ends that answers are counted in. */
  binEndUs = Number.POSITIVE_INFINITY;
  state: WarmUpState = "rising";
  readonly #answersPerBin: number[] = [];
  readonly #shortestBins: number;
  readonly #longestBins: number;
  #answers = 0;

  constructor({ shortest, longest }: WarmUp) {
    const binsOf = (ms: number) => Math.ceil((ms * 1000) / binUs);
    this.#shortestBins = binsOf(shortest);
    this.#longestBins = binsOf(longest);
  }

  /** The first request is about to be sent; without a warm-up, it is over already. */
  begin(atUs: number): void {
    this.binEndUs = atUs + binUs;
    this.#judge();
  }

  noteAnswer(): void {
    this.#answers++;
  }

  endBin(): void {
    this.#answersPerBin.push(this.#answers);
    this.#answers = 0;
    this.binEndUs += binUs;
    this.#judge();
  }

  figures(): WarmUpFigures {
    return {
      elapsedUs: microseconds(this.#answersPerBin.length * binUs),
      isSteady: this.state === "steady",
      answersPerBin: this.#answersPerBin,
    };
  }

  #judge(): void {
    this.state = judgeWarmUp(this.#answersPerBin, this.#shortestBins, this.#longestBins);
  }
}
