import { createClient } from "../../client/http-client.ts";
import { messageOf } from "../errors.ts";
import type { TableContent } from "../row.ts";
import { cacheRules } from "./cache-rules.ts";
import { connectionRules } from "./connection-rules.ts";
import { formConnectionRules } from "./form-connection-rules.ts";
import { formRules } from "./form-rules.ts";
import { type Rule, rules } from "./rules.ts";
import type { ServerUnderTest } from "./tested-server.ts";

export { askWorkerId } from "../../client/worker-id.ts";
export { cacheRules } from "./cache-rules.ts";
export { formRules } from "./form-rules.ts";
export { type Rule, rules as rowRules } from "./rules.ts";

/** A rule that a server broke: what was expected and what came back. */
export interface Violation {
  readonly rule: string;
  readonly message: string;
}

const answerTimeLimitMs = 5000;

/** The rules of `GET /db` alone. */
export const lookUpRules: readonly Rule[] = rules.filter(({ name }) => name.startsWith("GET /db "));

/**
 * Checks a running server against the whole contract of its routes, one request at a time.
 * @param origin for instance `http://127.0.0.1:3000`
 * @param table what its database holds
 * @param cached what its Redis holds; absent where it has none
 * @returns the rules that it broke; none for a conforming server
 */
export function checkConformance(
  origin: string,
  table: TableContent,
  cached?: TableContent,
): Promise<readonly Violation[]> {
  return checkRules(origin, table, [...rules, ...formRules, ...cacheRules(cached)]);
}

/** Checks some of these rules. */
export async function checkRules(
  origin: string,
  table: TableContent,
  some: readonly Rule[],
): Promise<readonly Violation[]> {
  const client = createClient(origin, answerTimeLimitMs);
  try {
    return await violationsOf(some, { client, table });
  } finally {
    client.close();
  }
}

/** Checks what a server does with connections, and that each of its workers takes part. */
export function checkConnections(server: ServerUnderTest): Promise<readonly Violation[]> {
  return violationsOf([...connectionRules, ...formConnectionRules], server);
}

async function violationsOf<Subject>(
  checks: readonly { readonly name: string; check(subject: Subject): Promise<void> }[],
  subject: Subject,
): Promise<readonly Violation[]> {
  const violations: Violation[] = [];
  for (const { name, check } of checks) {
    await check(subject).catch((error: unknown) => {
      violations.push({ rule: name, message: messageOf(error) });
    });
  }
  return violations;
}
