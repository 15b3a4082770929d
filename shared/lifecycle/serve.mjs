#!/usr/bin/env node
// `rowbench-serve src/server.ts`: runs one reference server. The check comes first, in plain
// JavaScript, because an older Node.js cannot read the TypeScript behind it.
import "./require-node.mjs";

// Express, Koa and others leave their development aids out when they find this at load time.
process.env.NODE_ENV ??= "production";

// Before all that takes time to load: npm may end meanwhile.
const { findScriptRunner } = await import("../processes/script-runner.ts");
const runner = findScriptRunner("rowbench-serve", process.env);

const { main } = await import("./serve.ts");
await main(process.argv.slice(2), process.env, runner);
