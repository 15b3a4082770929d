/**
 * Groups side by side, so that no two overlap: each takes the first lane that is free from its
 * first line to its last.
 * @param {readonly (readonly number[])[]} groups lines of each group, ascending
 * @returns {readonly number[]} the lane of each group
 */
export function lanesOf(groups) {
  /** @type {number[]} */
  const ends = [];
  return groups.map((lines) => {
    const first = lines[0] ?? 0;
    const free = ends.findIndex((end) => end < first);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = lines.at(-1) ?? first;
    return lane;
  });
}
