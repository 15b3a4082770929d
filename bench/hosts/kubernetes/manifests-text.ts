import { Document } from "yaml";
import { createRoleJob, type JobPlan, placesOf } from "./manifests.ts";

/** The Jobs of a run with so many generators as one YAML file, for those who apply their own. */
export function formatManifests(plan: JobPlan, generators: number): string {
  const jobs = placesOf(generators).map((place) => {
    // Without anchors: a change of one Job is not to reach another.
    const document = new Document(createRoleJob(plan, place), { aliasDuplicateObjects: false });
    return document.toString({ lineWidth: 0 });
  });
  return `${heading}${jobs.join("---\n")}`;
}

const heading = `# What \`rowbench bench --on kubernetes:<context>/<namespace>\` creates, one Job for each role, and removes
# at its end. Each pod waits for somebody to attach to its standard input, and ends with that.
# Written by \`npm run -s rowbench -- manifests\`.
`;
