import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: Docker is optional. Without it, cases that need it are listed as not run, with the reason, and no such run looks like success; what was asked for on the
// command line is refused. Method: the command line in a process of its own, with DOCKER_HOST where nothing is.

const main = resolve(import.meta.dirname, '../../src/cli/main.ts');

function run(text: string, ...words: readonly string[]): { readonly code: number | null; readonly said: string } {
  const folder = tempFolder();
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'agent.mjs'), 'console.log("done");\n');
  writeFileSync(join(folder, 's.yaml'), text);
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'run', 's.yaml', '--reports', join(folder, 'reports'), ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, DOCKER_HOST: `unix://${folder}/none.sock` },
  });
  return { code: status, said: stdout + stderr };
}

const command = `agent: { command: [${process.execPath}, agent.mjs] }`;

test('a case whose agent is an image is not run, the others are; nothing at all judged is no success', () => {
  const both = run(`scenario: s\ncases:\n  - { name: a, task: x, agent: { image: some } }\n  - { name: b, task: x, ${command} }\n`);
  expect(both.said).toContain('Docker does not answer');
  // Lines are broken where the folder's name ends.
  expect(both.said.replaceAll(/\s+/g, ' ')).toMatch(/none\.sock, which DOCKER_HOST names\. /);
  expect(both.code, both.said).toBe(0);
  expect(run('scenario: s\ncases: [{ name: a, task: x, agent: { image: some } }]\n').code).toBe(3);
});

test('--toxiproxy container is refused before anything runs', () => {
  const { code, said } = run(
    `scenario: s\n${command}\ncases: [{ name: a, task: x, faults: [{ fault: tcp-timeout }] }]\n`,
    '--toxiproxy',
    'container',
  );
  expect(said).toContain('DOCKER_UNAVAILABLE');
  expect(code).toBe(3);
});

test('where nothing needs it, nobody asks for it', () => {
  const { code, said } = run(`scenario: s\n${command}\ncases: [{ name: a, task: x }]\n`, '--toxiproxy', 'container');
  expect(code, said).toBe(0);
});
