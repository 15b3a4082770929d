/** The allowed word that is nearest to a mistyped one, if any is near enough to be meant. */
export function nearestWord(word: string, allowed: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(word.length / 3));
  const ranked = allowed
    .map((candidate) => ({ candidate, distance: editDistance(word, candidate) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate;
}

/** "unknown server `fastfy`: did you mean `fastify`? Allowed: express, fastify". */
export function unknownWord(kind: string, word: string, allowed: readonly string[]): string {
  const nearest = nearestWord(word, allowed);
  const hint = nearest === undefined ? "" : ` did you mean \`${nearest}\`?`;
  return `unknown ${kind} \`${word}\`:${hint} Allowed: ${allowed.join(", ")}`;
}

/** Levenshtein's distance: single-character insertions, deletions and substitutions. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [row, left] of [...a].entries()) {
    const current = [row + 1];
    for (const [column, right] of [...b].entries()) {
      const substituted = (previous[column] ?? 0) + (left === right ? 0 : 1);
      const inserted = (current[column] ?? 0) + 1;
      const deleted = (previous[column + 1] ?? 0) + 1;
      current.push(Math.min(substituted, inserted, deleted));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
