import type { PartChange } from "../../statistics/part-ratios.ts";

/** What an experiment was made for, and so what its report shows. */
export type View =
  | { readonly kind: "ranking" }
  /** A curve for each series over the places of its loads. */
  | { readonly kind: "curves"; readonly axis: string; readonly unit: string }
  /** The adaptive pool against fixed ones. */
  | { readonly kind: "pools" }
  /** Numbers of workers, of which one is chosen and then measured afresh. */
  | {
      readonly kind: "workers";
      /** Rounds that choose; those after them measure the choice beside the default. */
      readonly choosingRounds: number;
      readonly defaultWorkers: number;
    }
  /** One part of a base changed at a time. */
  | { readonly kind: "parts"; readonly base: string; readonly changes: readonly PartChange[] }
  /** Which series suits a person's own requests. */
  | {
      readonly kind: "advice";
      readonly condition: string;
      /** Requests of the load that stand for one of the person's. */
      readonly requestsEach: number;
    }
  /** Servers without a mistake, and with it. */
  | { readonly kind: "mistakes"; readonly mistakes: readonly MistakeView[] }
  /** Pairs that were named beforehand, each `after` against its `before`. */
  | { readonly kind: "comparison"; readonly pairs: readonly ComparedPair[] };

/** Two series by their keys. */
export interface ComparedPair {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** A mistake, and what it is seen on. */
export interface MistakeView {
  readonly title: string;
  /** Why people make it. */
  readonly why: string;
  /** The load that shows it. */
  readonly load: string;
  readonly cases: readonly MistakeCase[];
}

/** One cell with a mistake: two series by their keys, or why it cannot be made there. */
export type MistakeCase =
  | {
      readonly kind: "made";
      readonly cell: string;
      readonly tuned: string;
      readonly mistaken: string;
    }
  | { readonly kind: "impossible"; readonly cell: string; readonly reason: string };
