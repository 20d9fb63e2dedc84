// Goal: what is published behaves as the sources do. The compiler takes types out of expressions, and has changed what one meant while every test of the sources was green.
// Method: the package is built and laid out as `npm pack` would, and a case with contracts, a world and a schema of an answer is run by its command.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';
import { worldProject } from '../support/world-project.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('runs a case with a world from the files that are published', () => {
  const folder = tempFolder();
  const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly files: readonly string[] };
  for (const name of ['package.json', ...files]) if (name !== 'dist') cpSync(join(root, name), join(folder, 'rehearsal', name), { recursive: true });
  const path = `${join(root, 'node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
  execFileSync(process.execPath, ['scripts/build.ts', join(folder, 'rehearsal/dist')], { cwd: root, env: { ...process.env, PATH: path } });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const project = worldProject(
    'module',
    `export default async (task, { environment }) => {
  const answer = await fetch(environment.REHEARSAL_TOOLS_URL + '/refund', { method: 'POST', body: JSON.stringify({ order_id: '7', amount: 80 }) });
  return answer.json();
};`,
    `expect: { answer: { schema: { type: object, required: [refund_id] } } }
checks: [arguments-fit-the-contract, results-fit-the-contract, effects-happen-once, answer-fits-its-schema]
`,
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'rehearsal/bin/rehearsal.js'), 'run', 's.yaml', '--json'], {
    cwd: project.folder,
    encoding: 'utf8',
  });
  expect({ status, stderr: stderr.slice(0, 2000) }).toMatchObject({ status: 0 });
  const report = JSON.parse(stdout) as { readonly cases: readonly { readonly outcome: string }[] };
  expect(report.cases.map(({ outcome }) => outcome)).toEqual(['pass']);
});
