#!/usr/bin/env node
// The check comes first, in plain JavaScript: an older Node.js cannot read the TypeScript behind it.
import "@rowbench/shared/require-node";

const { main } = await import("./main.ts");
await main(process.argv.slice(2));
