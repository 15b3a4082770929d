import {
  cacheRules,
  checkRules,
  formRules,
  lookUpRules,
  type Rule,
  rowRules,
  type Violation,
} from "@rowbench/shared/conformance";
import type { TableContent } from "@rowbench/shared/contract";

/** Which part of the contract a server is held to. */
export interface ContractCheck {
  /** Its look-ups alone, or every route of its rows. */
  readonly scope: "look-ups" | "rows";
  readonly takesForms: boolean;
  readonly table: TableContent;
  /** What its Redis holds; absent where it has none. */
  readonly cached?: TableContent | undefined;
}

/** Asks a server what the check names; resolves to the rules that it broke. */
export function checkContract(origin: string, check: ContractCheck): Promise<readonly Violation[]> {
  return checkRules(origin, check.table, rulesOf(check));
}

function rulesOf({ scope, takesForms, cached }: ContractCheck): readonly Rule[] {
  if (scope === "look-ups") return lookUpRules;
  return [
    ...rowRules,
    ...(takesForms ? formRules : []),
    ...(cached === undefined ? [] : cacheRules(cached)),
  ];
}
