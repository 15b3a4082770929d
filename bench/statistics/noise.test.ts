import { equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { createGaussian } from "./fixtures/gaussian.ts";
import { type MeasuredTurn, noiseOf } from "./noise.ts";

interface Scatter {
  readonly between: number;
  /** Of a turn of a second. */
  readonly within: number;
  readonly turns: number;
}

/** 400 starts of 8 series; in each turn the machine is as fast as it happens to be. */
function startsWith({ between, within, turns }: Scatter): readonly MeasuredTurn[] {
  const gaussian = createGaussian(5);
  return Array.from({ length: 50 }, (_, group) => {
    const speeds = Array.from({ length: turns }, () => 0.2 * gaussian());
    return Array.from({ length: 8 }, (_, series) => {
      const level = between * gaussian();
      return speeds.map((speed, turn): MeasuredTurn => {
        const value = 5000 * Math.exp(level + speed + within * gaussian());
        return { series: `s${series}`, group, turn, value, seconds: 1 };
      });
    });
  }).flat(2);
}

const known = { within: 0.06 ** 2, between: 0.03 ** 2, alone: 0.5 ** 2 };

function near(variance: number | undefined, deviation: number): void {
  const ratio = Math.sqrt(variance ?? 0) / deviation;
  ok(Math.abs(ratio - 1) < 0.15, `${ratio}`);
}

test("what scatters within and between starts is found again, whatever the machine's speed does", () => {
  const noise = noiseOf(startsWith({ between: 0.04, within: 0.08, turns: 4 }), known);
  near(noise?.within, 0.08);
  near(noise?.between, 0.04);
  equal(noise?.alone, known.alone);
});

test("starts without turns leave what was known of those with turns, and tell the rest", () => {
  const noise = noiseOf(startsWith({ between: 0.1, within: 0.06, turns: 1 }), known);
  equal(noise?.within, known.within);
  equal(noise?.between, known.between);
  near(noise?.alone, Math.sqrt(0.1 ** 2 - 0.03 ** 2));
});

test("starts that do not differ leave half a percent between them, not nothing", () => {
  const noise = noiseOf(startsWith({ between: 0, within: 0.08, turns: 12 }), known);
  ok((noise?.between ?? 0) < 0.02 ** 2 && (noise?.between ?? 0) >= 0.005 ** 2);
});

test("one group with a stall does not decide what is within", () => {
  const plain = startsWith({ between: 0.03, within: 0.06, turns: 4 });
  const stalled = plain.with(3, { ...(plain[3] as MeasuredTurn), value: 10 });
  near(noiseOf(stalled, known)?.within, Math.sqrt(noiseOf(plain, known)?.within ?? 0));
});

test("too few starts tell nothing", () => {
  equal(noiseOf([], known), undefined);
  const one = startsWith({ between: 0.03, within: 0.06, turns: 2 });
  equal(
    noiseOf(
      one.filter(({ group }) => group === 0),
      known,
    ),
    undefined,
  );
});
