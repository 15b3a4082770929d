#!/usr/bin/env node
// `role.mjs database|server|generator`: one part of an experiment on a host, spoken to over its
// standard input and output. Ends when its input ends.
import "@rowbench/shared/require-node";

const { playRole } = await import("./roles/play-role.ts");
await playRole(process.argv[2]);
