import { editDistance, RowbenchError } from "@rowbench/shared/contract";
import type { Git } from "./git.ts";

const shownRefs = 5;

/**
 * The full hash of the commit that a branch, a tag, a hash or any other name of git stands for.
 * Throws USAGE for a folder that is no clone, and for a name of no commit, with the nearest ones.
 */
export async function resolveCommit(ref: string, repository: string, git: Git): Promise<string> {
  const shallow = await isShallow(repository, git);
  const found = await git(["rev-parse", "--verify", "--end-of-options", `${ref}^{commit}`]);
  const commit = found.stdout.trim();
  // `^HEAD` is verified, too, but says which commit to leave out.
  if (found.exitCode === 0 && /^[0-9a-f]+$/.test(commit)) return commit;
  const refs = await listRefs(git);
  throw new RowbenchError("USAGE", shallow ? notFetched(ref, refs) : unknownRef(ref, refs));
}

async function isShallow(repository: string, git: Git): Promise<boolean> {
  const asked = await git(["rev-parse", "--is-shallow-repository", "--show-prefix"]);
  if (asked.exitCode !== 0) throw noClone(repository, asked.stderr.trim());
  const [shallow, prefix = ""] = asked.stdout.split("\n");
  if (prefix !== "") throw noClone(repository, `it is the folder \`${prefix}\` of another one`);
  return shallow === "true";
}

function noClone(repository: string, reason: string): RowbenchError {
  return new RowbenchError(
    "USAGE",
    `another version comes out of git, and \`${repository}\` is no clone that git can use ` +
      `(${reason}): clone the repository and run it from there`,
  );
}

const fetchAll = "git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*'";

function notFetched(ref: string, refs: readonly string[]): string {
  const wrong = `\`${ref}\` does not name a commit that this shallow clone holds:`;
  const nearest = suggest(ref, refs) ?? "";
  return `${wrong}${nearest} The rest comes with \`${fetchAll}\` (GitHub Actions: \`fetch-depth: 0\`)`;
}

function unknownRef(ref: string, refs: readonly string[]): string {
  const hint =
    suggest(ref, refs) ?? ` give a branch, a tag${formatNewest(refs)} or a commit's hash`;
  return `\`${ref}\` does not name one commit of this repository:${hint}`;
}

/** Branches, tags and branches of remotes, the newest first. */
async function listRefs(git: Git): Promise<readonly string[]> {
  const places = ["refs/heads", "refs/tags", "refs/remotes"];
  const format = "--format=%(refname:lstrip=2)";
  const { stdout } = await git(["for-each-ref", "--sort=-creatordate", format, ...places]);
  const names = stdout.split("\n").filter((name) => name !== "" && !name.endsWith("/HEAD"));
  return [...new Set(names)];
}

function suggest(ref: string, refs: readonly string[]): string | undefined {
  // In `main~5` it is the step that leads nowhere.
  if (/[\^~:@]/.test(ref)) return undefined;
  const nearest = nearestRefs(ref, refs).slice(0, shownRefs);
  return nearest.length === 0 ? undefined : ` did you mean ${quoteAll(nearest)}?`;
}

function formatNewest(refs: readonly string[]): string {
  const others = Math.max(0, refs.length - shownRefs);
  const more = others === 0 ? "" : ` and ${others} more`;
  return refs.length === 0 ? "" : ` (such as ${quoteAll(refs.slice(0, shownRefs))}${more})`;
}

const quoteAll = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(", ");

/** `origin/main` is near to `main`, which a fresh clone of one branch does not have. */
function nearestRefs(ref: string, refs: readonly string[]): readonly string[] {
  const limit = Math.max(2, Math.floor(ref.length / 3));
  return refs
    .map((name) => ({ name, distance: distanceTo(ref, name) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .map(({ name }) => name);
}

function distanceTo(ref: string, name: string): number {
  const endings = name.split("/").map((_, index, parts) => parts.slice(index).join("/"));
  return Math.min(...endings.map((ending) => editDistance(ref, ending)));
}
