import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** The version of a package as `importer`, a file, would find it; "not installed" where it would not. */
export function installedVersion(packageName: string, importer: string): string {
  const manifest = manifestOf(packageName, importer);
  return manifest === undefined
    ? "not installed"
    : JSON.parse(readFileSync(manifest, "utf8")).version;
}

/** As `import` finds a package, also where its exports hide the manifest. */
function manifestOf(packageName: string, importer: string): string | undefined {
  const places = createRequire(importer).resolve.paths(packageName) ?? [];
  return places
    .map((folder) => join(folder, packageName, "package.json"))
    .find((path) => existsSync(path));
}
