/** What a check found, beside what it should. */
export interface Finding {
  readonly name: string;
  readonly target: string;
  readonly measured: string;
  readonly kind: "reached" | "missed" | "unavailable";
}

/** A finding that reached its target or did not. */
export function judged(finding: Omit<Finding, "kind">, isReached: boolean): Finding {
  return { ...finding, kind: isReached ? "reached" : "missed" };
}

/** A finding that could not be had here, with the reason in the place of a figure. */
export function unavailable(name: string, target: string, reason: string): Finding {
  return { name, target, measured: reason, kind: "unavailable" };
}

/** One line of text. */
export function formatFinding({ kind, name, measured, target }: Finding): string {
  return `${kind.padEnd(11)}  ${name}: ${measured} (target: ${target})`;
}
