// Goal: what is remembered of scenario files is never believed against the files. Method: load, change the file or the cache, load again.
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadScenarios } from '../../src/run/index.ts';
import { tempFolder } from '../support/temp-folder.ts';

const home = process.cwd();
const cacheFile = join('.rehearsal', 'scenarios.json');
const scenario = (task: string): string =>
  `# One\nscenario: one\nagent: { module: agent.js }\ncases:\n\n  - name: first\n    task: ${task}\n  - { name: second, task: other }\n`;

beforeEach(() => {
  process.chdir(tempFolder());
  writeFileSync('one.yaml', scenario('hello'));
});
afterEach(() => process.chdir(home));

/** As young as it is the file would not be remembered. */
const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 150));

const load = (): { readonly tasks: readonly unknown[]; readonly places: readonly unknown[] } => {
  const [{ cases, document }] = loadScenarios(['one.yaml']) as [ReturnType<typeof loadScenarios>[number]];
  const paths = [['cases', 0], ['cases', 1], ['cases', 1, 'task'], ['agent', 'module'], ['nowhere']];
  return { tasks: cases.map(({ tasks }) => tasks), places: paths.map((path) => document.placeOf(path)) };
};

describe('the cache of scenario files', () => {
  it('says what the file says, place by place', async () => {
    await settle();
    const parsed = load();
    writeFileSync(cacheFile, readFileSync(cacheFile, 'utf8').replace('"hello"', '"remembered"'));
    expect(load()).toEqual({ ...parsed, tasks: [['remembered'], ['other']] });
  });

  it('is not believed when the file was written again, with its old size and time', async () => {
    await settle();
    load();
    writeFileSync('one.yaml', scenario('HELLO'));
    utimesSync('one.yaml', 1e9, 1e9);
    await settle();
    expect(load().tasks[0]).toEqual(['HELLO']);
    writeFileSync('one.yaml', scenario('Hello'));
    utimesSync('one.yaml', 1e9, 1e9);
    expect(load().tasks[0]).toEqual(['Hello']);
  });

  it('does not hold a file that was written a moment ago', () => {
    load();
    expect(() => readFileSync(cacheFile)).toThrow('ENOENT');
  });

  it.each(['', '{', 'null', '[]', '{"code":"other","files":{}}', '{"files":{"one.yaml":["","x"]}}'])('counts as none when it is %j', async (text) => {
    await settle();
    const parsed = load();
    writeFileSync(cacheFile, text);
    expect(load()).toEqual(parsed);
  });

  it('costs nothing but time where it cannot be written', async () => {
    await settle();
    writeFileSync('.rehearsal', 'a file');
    expect(load().tasks[0]).toEqual(['hello']);
  });

  it('holds no value that JSON cannot say', async () => {
    mkdirSync('.rehearsal');
    writeFileSync('one.yaml', scenario('{ a: .nan, b: -0 }'));
    await settle();
    const parsed = load();
    expect(parsed.tasks[0]).toEqual([{ a: Number.NaN, b: -0 }]);
    expect(load()).toEqual(parsed);
  });
});
