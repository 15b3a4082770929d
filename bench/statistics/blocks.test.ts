import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { fitBlocks, type Observation } from "./blocks.ts";
import { withGaps } from "./fixtures/with-gaps.ts";

function close(actual: number | undefined, expected: number, tolerance = 1e-11): void {
  ok(Math.abs((actual ?? Number.NaN) - expected) < tolerance, `${actual} is not ${expected}`);
}

test("with missing cells it is the linear model of R", () => {
  // R: d <- data.frame(series, round = factor(round), value)  # the figures of `withGaps`
  // m <- lm(log(value) ~ series + round, d); summary(m)$sigma^2; df.residual(m); resid(m)
  // g <- expand.grid(series = letters[1:4], round = factor(1:4))
  // tapply(predict(m, g), g$series, mean)
  const { series, variance, rounds } = fitBlocks(withGaps);
  deepEqual(rounds, [1, 2, 3, 4]);
  equal(variance.degreesOfFreedom, 5);
  close(variance.value, 0.000664429483938);
  const means = [6.93096272736, 7.07525906008, 6.90563265131, 6.98670538359];
  series.forEach(({ mean }, place) => {
    close(mean, means[place]!);
  });
  const residuals = [
    [0.00650708816269, 0.01219011017232, -0.02693262048057, 0.00823542214556],
    [0.00575892631156, -0.01862748847366, 0.0128685621621],
    [-0.01226601447426, 0.03336999878192, -0.02110398430766],
    [0.00643737830134, -0.00643737830134],
  ];
  series.forEach((fitted, place) => {
    [...fitted.residuals.values()].forEach((residual, index) => {
      close(residual, residuals[place]![index]!);
    });
  });
  deepEqual([...series[3]!.residuals.keys()], [2, 3]);
});

test("a series' own variance is unbiased where all are equal: residuals over 1 − leverage", () => {
  // R: sapply(split(resid(m)^2, d$series), sum) / sapply(split(1 - hatvalues(m), d$series), sum)
  const expected = [0.00052822270494, 0.00043452957253, 0.00136103096691, 0.00013260748607];
  const degrees = [3, 2, 2, 1];
  fitBlocks(withGaps).series.forEach(({ variance }, place) => {
    close(variance.value, expected[place]!);
    equal(variance.degreesOfFreedom, degrees[place]);
  });
});

test("without gaps a mean is the plain one, and a difference has variance 2 / n", () => {
  const complete = [1, 2, 3].flatMap((round): Observation[] => [
    { series: "a", round, value: 100 + round },
    { series: "b", round, value: 200 - round },
  ]);
  const { series, covariance } = fitBlocks(complete);
  close(series[0]!.mean, Math.log(101 * 102 * 103) / 3);
  close(series[1]!.mean, Math.log(199 * 198 * 197) / 3);
  close(covariance[0]![0]! + covariance[1]![1]! - 2 * covariance[0]![1]!, 2 / 3);
});

test("series without a common round are apart, each with its own rounds", () => {
  const { series, variance } = fitBlocks([
    { series: "a", round: 1, value: 10 },
    { series: "b", round: 2, value: 20 },
  ]);
  deepEqual(
    series.map(({ component }) => component),
    [0, 1],
  );
  close(series[1]!.mean, Math.log(20));
  deepEqual(variance, { value: 0, degreesOfFreedom: 0 });
});

test("nothing at all is a fit without series", () => {
  deepEqual(fitBlocks([]).series, []);
});
