import type { Finding } from "./finding.ts";
import type { Section, Step } from "./section.ts";

/** Tells the person who waits what goes on. */
export interface StepEvents {
  onStart(name: string): void;
  onFinding(finding: Finding): void;
}

/** Runs steps one after the other; rejects with the signal's reason once that aborts. */
export async function runSteps(
  steps: readonly Step[],
  signal: AbortSignal,
  { onStart, onFinding }: StepEvents,
): Promise<readonly Section[]> {
  const sections: Section[] = [];
  for (const step of steps) {
    signal.throwIfAborted();
    onStart(step.name);
    const section = await step.run(signal);
    section.findings.forEach(onFinding);
    sections.push(section);
  }
  return sections;
}
