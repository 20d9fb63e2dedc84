import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { tempFolder } from '../../support/temp-folder.ts';
import { startServer } from './tcp-lab.ts';

// Goal: the API is that of Toxiproxy 2.12.0, to the byte. Method: 86 exchanges recorded from the real one, asked of ours by the same script: status, headers and
// body are the same, apart from port numbers.

const folder = resolve(import.meta.dirname, '../../../../shared/data/toxiproxy');

test('86 exchanges with a real Toxiproxy are the same with ours', async (context) => {
  if (!existsSync(folder)) {
    console.warn(`SKIPPED: the server was not held against a real Toxiproxy, because the folder ${folder} does not exist.`);
    context.skip(`no folder ${folder}`);
    return;
  }
  const server = await startServer();
  const recorded = join(tempFolder(), 'wire.json');
  const golden = join(folder, 'golden-wire-2.12.0.json');
  const run = promisify(execFile);
  const words = [join(folder, 'wire.mjs'), '--api', server.url, '--golden', golden, '--out', recorded];
  expect((await run(process.execPath, words)).stdout).toContain('identical');
  expect((await run(process.execPath, [...words, '--loose'])).stdout).toContain('identical');
  const [theirs, ours] = [golden, recorded].map((file) => JSON.parse(readFileSync(file, 'utf8')) as readonly object[]);
  expect(theirs!.length).toBe(86);
  // The script compares less than it records: which headers there are, and the text as it is, order and spaces included.
  expect(ours).toEqual(theirs);
});
