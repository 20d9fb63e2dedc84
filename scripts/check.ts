// `npm run check`: everything that must hold before a commit, in the order in which it fails fastest.
import { spawnSync } from 'node:child_process';

const steps: readonly (readonly [name: string, command: string, ...words: string[]])[] = [
  ['format', 'prettier', '--check', '.'],
  ['types', 'tsc', '-p', 'tsconfig.json'],
  ['lint', 'oxlint', '--type-aware', '--deny-warnings'],
  ['schemas', 'node', 'scripts/write-schemas.ts', '--check'],
  ['pages of claims', 'node', 'scripts/write-check-pages.ts', '--check'],
  ['unused code', 'knip'],
  ['build', 'node', 'scripts/build.ts'],
  ['package', 'publint', '--strict'],
  ['package types', 'attw', '--pack', '.', '--profile', 'esm-only'],
  ['tests', 'vitest', 'run'],
];

const wanted = process.argv.slice(2);
const failed: string[] = [];
for (const [name, command, ...words] of steps) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { status } = spawnSync(command, words, { stdio: 'inherit', env: { ...process.env, npm_config_loglevel: 'error' } });
  console.log(`${status === 0 ? '✔' : '✘'} ${name}`);
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
