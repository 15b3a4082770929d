import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { askKeeper } from "./embedded/keeper-claim.ts";
import { homesOf } from "./embedded/postgres-place.ts";

/** For tests: a folder for an instance of their own, removed with it after the last test. */
export async function makeTestRoot(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "rowbench-test-"));
  // mkdtemp makes it 0700, which as root closes it to the account of PostgreSQL.
  await chmod(root, 0o755);
  after(async () => {
    await untilStopped(root);
    for (const folder of [...homesOf(root), root])
      await rm(folder, { recursive: true, force: true });
  });
  return root;
}

/** For tests: resolves when no keeper is left, rejects after ten seconds. */
export async function untilStopped(root: string): Promise<void> {
  for (let attempt = 0; attempt < 1000; attempt++) {
    if ((await askKeeper(root, "status")) === undefined) return;
    await delay(10);
  }
  throw new Error(`the keeper of \`${root}\` still runs`);
}
