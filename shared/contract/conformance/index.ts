import { messageOf } from "../errors.ts";
import { createClient } from "./client.ts";
import { rules } from "./rules.ts";

/** A rule that a server broke: what was expected and what came back. */
export interface Violation {
  readonly rule: string;
  readonly message: string;
}

const answerTimeLimitMs = 5000;

/**
 * Checks a running server against the whole contract, one request at a time.
 * @param origin for instance `http://127.0.0.1:3000`
 * @returns the rules that it broke; none for a conforming server
 */
export async function checkConformance(origin: string): Promise<readonly Violation[]> {
  const client = createClient(origin, answerTimeLimitMs);
  const violations: Violation[] = [];
  try {
    for (const { name, check } of rules) {
      await check(client).catch((error: unknown) => {
        violations.push({ rule: name, message: messageOf(error) });
      });
    }
  } finally {
    client.close();
  }
  return violations;
}

/** The id of the worker that answers `GET /health`. */
export async function askWorkerId(origin: string): Promise<string> {
  const client = createClient(origin, answerTimeLimitMs);
  try {
    const { body } = await client.send("GET", "/health");
    return String(JSON.parse(body).worker);
  } finally {
    client.close();
  }
}
