import {
  chmodSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";

/** Moves every `node_modules` of one tree to the same place in another. */
export function moveModules(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const path = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.name === "node_modules") {
      mkdirSync(to, { recursive: true });
      renameSync(path, target);
    } else moveModules(path, target);
  }
}

/** Removes the files and links that `isLeftOut` says, by their paths in the tree, and empty folders. */
export function removeFiles(tree: string, isLeftOut: (path: string) => boolean): void {
  for (const { path, isFolder } of entries(tree)) {
    if (isFolder) {
      if (readdirSync(path).length === 0) rmdirSync(path);
    } else if (isLeftOut(relative(tree, path).replaceAll("\\", "/"))) rmSync(path);
  }
}

/** Gives files other content, where `change` has one for them. Links are left alone. */
export function changeFiles(
  tree: string,
  change: (file: Buffer, path: string) => Buffer | undefined,
): void {
  for (const { path, isFolder } of entries(tree)) {
    if (isFolder || !lstatSync(path).isFile()) continue;
    const changed = change(readFileSync(path), relative(tree, path));
    if (changed !== undefined) writeFileSync(path, changed);
  }
}

/** The day that npm gives to the files of packages. */
const sameTime = new Date("1985-10-26T08:15:00Z");

/**
 * Gives every file the same time and modes that depend on nothing but whether it can be run: the
 * same content then makes the same layer, and the image's account can read it, whatever the person's
 * umask.
 */
export function normalize(tree: string): void {
  for (const { path, isFolder } of [...entries(tree), { path: tree, isFolder: true }]) {
    const stat = lstatSync(path);
    const canRun = isFolder || (stat.mode & 0o100) > 0;
    if (!stat.isSymbolicLink()) chmodSync(path, canRun ? 0o755 : 0o644);
    lutimesSync(path, sameTime, sameTime);
  }
}

interface Entry {
  readonly path: string;
  readonly isFolder: boolean;
}

/** Everything in a folder, a folder after what it holds; links are not followed. */
function entries(folder: string): readonly Entry[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    const isFolder = entry.isDirectory();
    return [...(isFolder ? entries(path) : []), { path, isFolder }];
  });
}
