// Goal: a worker starts with the cache of compiled code and without a client for proxies, and its agent sees neither trick. Method: an agent that tells what is in
// its environment, in what it is given, and in that of a program that it starts; under the executable, which has a cache.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { rehearsal } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';

const agent = `import { execFileSync } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
const names = ['NODE_COMPILE_CACHE', 'NODE_USE_ENV_PROXY'];
const atLoad = names.map((name) => process.env[name] ?? null);
export default (task, { environment }) => ({
  atLoad,
  given: names.map((name) => environment[name] ?? null),
  own: names.map((name) => process.env[name] ?? null),
  program: JSON.parse(execFileSync(process.execPath, ['-p', 'JSON.stringify(' + JSON.stringify(names) + '.map((name) => process.env[name] ?? null))'], { encoding: 'utf8' })),
  cached: getCompileCacheDir() !== undefined,
});
`;

async function told(environment: Readonly<Record<string, string>>): Promise<unknown> {
  const folder = tempFolder();
  writeFileSync(join(folder, 'agent.mjs'), agent);
  writeFileSync(join(folder, 's.yaml'), 'scenario: s\nagent: { module: agent.mjs }\ncases:\n  - { name: a, task: x }\n');
  const { stdout } = await rehearsal(['run', 's.yaml', '--json'], { folder, environment });
  return JSON.parse((JSON.parse(stdout) as Report).cases[0]!.answer!);
}

test('a worker has a cache, and the variables of the agent are as they would be without one', async () => {
  const seen = [null, '1'];
  expect(await told({})).toEqual({ atLoad: seen, given: seen, own: seen, program: seen, cached: true });
});

test('a cache that somebody has named is theirs', async () => {
  const folder = tempFolder();
  const seen = [folder, '1'];
  expect(await told({ NODE_COMPILE_CACHE: folder })).toEqual({ atLoad: seen, given: seen, own: seen, program: seen, cached: true });
});

test('where none is wanted there is none', async () => {
  expect(await told({ NODE_DISABLE_COMPILE_CACHE: '1' })).toMatchObject({ own: [null, '1'], cached: false });
});
