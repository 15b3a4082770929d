/** The few functions of jStat that `distributions.ts` wraps; the package has no types. */
declare module "jstat" {
  interface Distribution<Parameters extends readonly number[]> {
    cdf(value: number, ...parameters: Parameters): number;
    inv(probability: number, ...parameters: Parameters): number;
  }

  const jstat: {
    readonly jStat: {
      readonly tukey: Distribution<[groups: number, degreesOfFreedom: number]>;
      readonly studentt: Distribution<[degreesOfFreedom: number]>;
      readonly noncentralt: Pick<Distribution<[degreesOfFreedom: number, shift: number]>, "cdf">;
      readonly chisquare: Pick<Distribution<[degreesOfFreedom: number]>, "cdf">;
    };
  };
  export = jstat;
}
