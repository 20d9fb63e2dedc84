#!/usr/bin/env node
// Runs on any Node, so that an old one gets a sentence and not a stack.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  console.error(
    `NODE_TOO_OLD: Rehearsal needs Node 22.22 or newer; this is ${process.versions.node}.\n  Install a newer Node, or add one to this project alone: npm i -D node@24`,
  );
  process.exitCode = 2;
} else {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache?.();
  const { existsSync } = await import('node:fs');
  // A checkout runs its sources, so that no stale build speaks for them; the package holds the build alone.
  const source = new URL('../src/cli/main.ts', import.meta.url);
  await import(existsSync(source) ? source : new URL('../dist/bundle/main.js', import.meta.url));
}
