import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { originOf, rehearsal, startRehearsal } from '../support/command-line.ts';
import { conversation, recordTo } from '../support/exchanges.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { writeTinyAgent } from '../support/tiny-agent.ts';
import { echoModel, startUpstream } from '../support/upstream.ts';

// Goal: with --json stdout is exactly one JSON document, for every command, also where it fails and whatever an agent prints; words go to stderr.

/** The one document. Two documents, or a word beside it, are no JSON. */
async function documentOf(folder: string, words: readonly string[], code: number): Promise<Record<string, unknown>> {
  const ended = await rehearsal(words, { folder });
  expect(ended.code, `${words.join(' ')}\n${ended.stdout}\n${ended.stderr}`).toBe(code);
  return JSON.parse(ended.stdout) as Record<string, unknown>;
}

function folderWithScenario(): string {
  const folder = tempFolder();
  writeTinyAgent(folder);
  writeFileSync(join(folder, 's.yaml'), 'scenario: s\nagent: { command: echo }\ncases:\n  - { name: a, task: hello, expect: { answer: hello } }\n');
  recordTo(join(folder, 'c.yaml'), conversation(2));
  return folder;
}

describe('one document', () => {
  test('run, report show and merge', async () => {
    const folder = folderWithScenario();
    expect(await documentOf(folder, ['run', 's.yaml', '--json'], 0)).toMatchObject({ format: 'rehearsal/report/3', exitCode: 0 });
    expect(await documentOf(folder, ['report', 'show', 'reports/report.json', '--json'], 0)).toMatchObject({ format: 'rehearsal/report/3' });
    expect(await documentOf(folder, ['report', 'merge', 'reports/report.json', '--json'], 0)).toMatchObject({ format: 'rehearsal/report/3' });
    // The merged report cannot be written: that is said, and is said in one document too.
    writeFileSync(join(folder, 'blocked'), '');
    const blocked = ['report', 'merge', 'reports/report.json', '--reports', 'blocked', '--json'];
    expect(await documentOf(folder, blocked, 3)).toMatchObject({ error: { code: 'WRITE_FAILED' } });
  });

  test('record and replay of a command that prints much; init; record of two cassettes', async () => {
    const folder = folderWithScenario();
    const upstream = await startUpstream(echoModel);
    const record = (task: string): string[] => [
      'record',
      '--json',
      '--upstream',
      `openai=${upstream.origin}/v1`,
      '--',
      process.execPath,
      'agent.mjs',
      task,
    ];
    expect(await documentOf(folder, record('one'), 0)).toMatchObject({ cassette: 'cassettes/one.yaml', exchanges: 2 });
    expect(await documentOf(folder, record('two'), 0)).toMatchObject({ exchanges: 2 });
    expect(await documentOf(folder, ['replay', '--json', '--', process.execPath, 'agent.mjs', 'one'], 0)).toMatchObject({
      outcome: 'pass',
      replayed: 2,
    });
    expect(await documentOf(folder, ['init', '--from', 'cassettes/one.yaml', '--json'], 0)).toMatchObject({ scenario: 'scenarios/one.yaml' });
    await documentOf(folder, ['record', '--json', '--update', 'one', 'two', '--upstream', `openai=${upstream.origin}/v1`], 0);
  });

  test('serve says where it listens, and nothing more', async () => {
    const folder = folderWithScenario();
    const running = startRehearsal(['serve', 'replay', '--cassette', 'c.yaml', '--json'], { folder });
    const origin = await originOf(running);
    await (await fetch(`${origin}/openai/v1/models`)).text();
    running.child.kill('SIGINT');
    const { code, stdout, stderr } = await running.ended;
    expect(JSON.parse(stdout)).toMatchObject({ origin });
    expect(stderr).toContain('REPLAY_MISS');
    expect(code).toBe(3);
  });

  test('cassette accept', async () => {
    const folder = folderWithScenario();
    expect(await documentOf(folder, ['cassette', 'accept', 'c.yaml', '--json'], 0)).toMatchObject({ cassette: 'c.yaml', exchanges: 2 });
  });
});

test('one document where it fails', async () => {
  const failures: readonly (readonly [words: readonly string[], code: number, errorCode: string])[] = [
    [['--json'], 2, 'USAGE'],
    [['rum', '--json'], 2, 'USAGE'],
    [['run', '--jason', '--json'], 2, 'USAGE'],
    [['run', 'nowhere.yaml', '--json'], 2, 'SCENARIO_NOT_FOUND'],
    [['record', '--json', '--', 'no-such-program-anywhere', 'x'], 3, ''],
    [['replay', '--json', '--', 'echo', 'x'], 3, 'CASSETTE_NOT_FOUND'],
    [['serve', 'replay', '--cassette', 'nowhere.yaml', '--json'], 3, 'CASSETTE_NOT_FOUND'],
    [['cassette', 'recover', 'nowhere.yaml', '--json'], 2, 'USAGE'],
    [['report', 'show', 'nowhere.json', '--json'], 2, 'REPORT_INVALID'],
  ];
  const folders = failures.map(() => tempFolder());
  await Promise.all(
    failures.map(async ([words, code, errorCode], index) => {
      const document = await documentOf(folders[index]!, words, code);
      if (errorCode !== '')
        expect(document, words.join(' ')).toMatchObject({ error: { code: errorCode, message: expect.stringMatching(/\S/) as string } });
    }),
  );
});
