import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type InstalledRuntime, type RuntimeKind, runtimeNames } from "./runtime.ts";

const products: Readonly<Record<RuntimeKind, string>> = {
  node: "Node.js",
  bun: "Bun",
  deno: "Deno",
};
const shownDigits = 12;

/** "Bun 1.4.5"; a person's own build also by the beginning of its program's SHA-256. */
export function describeRuntime({ name, kind, state }: InstalledRuntime): string {
  const text = `${products[kind]} ${state.version}`;
  if (runtimeNames.some((known) => known === name)) return text;
  const hash = createHash("sha256").update(readFileSync(state.program)).digest("hex");
  return `${text} (${hash.slice(0, shownDigits)})`;
}
