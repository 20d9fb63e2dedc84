#!/usr/bin/env node
// Runs on any Node, so that an old one gets a sentence and not a stack.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 22)) {
  console.error(
    `NODE_TOO_OLD: Rehearsal needs Node 22.22 or newer; this is ${process.versions.node}.\n  Install a newer Node, or add one to this project alone: npm i -D node@24`,
  );
  process.exitCode = 2;
} else {
  const { enableCompileCache, registerHooks } = await import('node:module');
  enableCompileCache?.();
  const { existsSync } = await import('node:fs');
  // A checkout runs its sources, so that no stale build speaks for them; the package holds the build alone.
  const source = new URL('../src/cli/main.ts', import.meta.url);
  const build = new URL('../dist/', import.meta.url).href;
  if (!existsSync(source)) {
    // Our own modules name each other by their files. Node would look for links and package files on the way to each: a third of the time to start.
    registerHooks?.({
      resolve(specifier, context, next) {
        const isOurs = specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.startsWith(build);
        return isOurs ? { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true } : next(specifier, context);
      },
    });
  }
  await import(existsSync(source) ? source : `${build}cli/main.js`);
}
