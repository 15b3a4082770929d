import type { Comparison, Comparisons } from "./comparison.ts";

/** One part of a server that was exchanged, such as its framework, with the rest as in the base. */
export interface PartChange {
  readonly part: string;
  /** What stands there instead. */
  readonly value: string;
  /** The series of the sweep that has it. */
  readonly series: string;
}

/** How many times as fast the fastest choice of a part is as its slowest; the base is one of them. */
export interface PartSpan {
  readonly part: string;
  /** Of the figures; noise makes it larger, the more the more choices there are. */
  readonly observed: number;
  /** What the simultaneous intervals carry: 1 where no two choices are told apart. */
  readonly atLeast: number;
  readonly atMost: number;
}

/**
 * The parts of one load, the one whose span is surely largest first. A part none of whose choices
 * shares rounds with another is left out.
 */
export function spansOf(
  comparisons: Comparisons,
  changes: readonly PartChange[],
  base: string,
): readonly PartSpan[] {
  const spans = [...new Set(changes.map(({ part }) => part))].flatMap((part) => {
    const own = changes.filter((change) => change.part === part);
    return spanOf(part, [base, ...own.map(({ series }) => series)], comparisons);
  });
  return spans.toSorted((a, b) => b.atLeast - a.atLeast || b.observed - a.observed);
}

function spanOf(
  part: string,
  choices: readonly string[],
  { between }: Comparisons,
): readonly PartSpan[] {
  const pairs = choices.flatMap((a, index) =>
    choices.slice(index + 1).flatMap((b) => between(a, b) ?? []),
  );
  if (pairs.length === 0) return [];
  const largest = (of: (pair: Comparison) => number) => Math.max(1, ...pairs.map(of));
  return [
    {
      part,
      observed: largest(({ ratio }) => Math.max(ratio, 1 / ratio)),
      atLeast: largest(({ low, high }) => Math.max(low, 1 / high)),
      atMost: largest(({ low, high }) => Math.max(high, 1 / low)),
    },
  ];
}

/** Which part decides most, as far as the intervals carry it. */
export type Deciding =
  | { readonly kind: "decided"; readonly part: string }
  /** Any of these may be the one. */
  | { readonly kind: "cannot tell"; readonly parts: readonly string[] };

/** A part decides most when its span is surely larger than that of any other can be. */
export function decidingPart(spans: readonly PartSpan[]): Deciding {
  const surely = Math.max(1, ...spans.map(({ atLeast }) => atLeast));
  const parts = spans.filter(({ atMost }) => atMost >= surely).map(({ part }) => part);
  const [first, ...others] = parts;
  const isDecided = first !== undefined && others.length === 0 && surely > 1;
  return isDecided ? { kind: "decided", part: first } : { kind: "cannot tell", parts };
}
