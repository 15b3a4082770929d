import { autocannon } from "./autocannon.ts";
import { bombardier } from "./bombardier.ts";
import { h2load } from "./h2load.ts";
import { hey } from "./hey.ts";
import { oha } from "./oha.ts";
import type { OtherGenerator } from "./other-generator.ts";
import { wrk } from "./wrk.ts";

/** All that we can read, in the order of the tables. */
export const otherGenerators: readonly OtherGenerator[] = [
  wrk,
  autocannon,
  oha,
  h2load,
  hey,
  bombardier,
];
