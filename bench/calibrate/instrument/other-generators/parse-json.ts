import { type Microseconds, microseconds } from "@rowbench/shared/contract";

/**
 * The number at a path of keys in a JSON text, in µs by the length of its unit; throws, with the
 * beginning of the text, where there is none.
 */
export function findJsonTime(text: string, path: readonly string[], unitUs: number): Microseconds {
  const value = path.reduce<unknown>(
    (holder, key) => (holder as Readonly<Record<string, unknown>> | null | undefined)?.[key],
    JSON.parse(text),
  );
  if (typeof value === "number") return microseconds(Math.round(value * unitUs));
  throw new Error(`no number at \`${path.join(".")}\` in \`${text.trim().slice(0, 200)}\``);
}
