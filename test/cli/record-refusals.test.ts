import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rehearsal, type Ended } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { writeTinyAgent } from '../support/tiny-agent.ts';
import { echoModel, startUpstream, type Upstream } from '../support/upstream.ts';

// Goal: a recording that would destroy another one, or send a placeholder to a model, does not begin: exit 2, nothing asked, nothing written. Method: the
// command line as a process, a small agent, an upstream that counts.

async function project(): Promise<{ folder: string; upstream: Upstream; run(...words: readonly string[]): Promise<Ended> }> {
  const folder = tempFolder();
  writeTinyAgent(folder);
  const upstream = await startUpstream(echoModel);
  return { folder, upstream, run: (...words) => rehearsal(words, { folder, environment: { OPENAI_BASE_URL: `${upstream.origin}/v1` } }) };
}

function scenario(folder: string, file: string, cassettes: readonly string[]): void {
  const cases = cassettes.map((cassette, index) => `  - { name: case ${index + 1}, task: task ${index + 1}, cassette: ${cassette} }\n`);
  writeFileSync(join(folder, file), `scenario: s\nagent: { command: [${process.execPath}, agent.mjs] }\ncases:\n${cases.join('')}`);
}

describe('two cases that record to one cassette', () => {
  test.each([
    ['by the same name', ['c.yaml', 'c.yaml']],
    ['by two spellings of a path', ['c.yaml', 'x/../c.yaml']],
    ['with and without the ending', ['c.yaml', 'c']],
    ['with endings that have one wire in common', ['c.yaml', 'c.yml']],
  ])('%s are refused', async (_how, cassettes) => {
    const { folder, upstream, run } = await project();
    scenario(folder, 's.yaml', cassettes);
    const before = readdirSync(folder);
    const { code, stderr } = await run('record', 's.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('SCENARIO_INVALID');
    expect(stderr).toContain('s.yaml#case 1 and s.yaml#case 2 record to the same cassette');
    expect(upstream.bodies).toEqual([]);
    expect(readdirSync(folder).filter((name) => name !== '.rehearsal')).toEqual(before);
  });

  test('of two files are refused too', async () => {
    const { folder, upstream, run } = await project();
    mkdirSync(join(folder, 'more'));
    scenario(folder, 's.yaml', ['c.yaml']);
    scenario(folder, 'more/t.yaml', ['../c.yaml']);
    const { code, stderr } = await run('record', 's.yaml', 'more/t.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('record to the same cassette');
    expect(upstream.bodies).toEqual([]);
  });

  test('each with its own are recorded', async () => {
    const { folder, run } = await project();
    scenario(folder, 's.yaml', ['c.yaml', 'd.yaml']);
    const { code, stdout, stderr } = await run('record', 's.yaml');
    expect(code, stdout + stderr).toBe(0);
    expect(['c.yaml', 'd.yaml'].map((name) => existsSync(join(folder, name)))).toEqual([true, true]);
  });
});

describe('a cassette whose command held a secret', () => {
  test.each([
    ['an API key', 'use sk-proj-Zx81hK20qLmN73vBc5TyU9pQwErT6aSdF4gHj'],
    ['an address', 'write to jane@example.com'],
    ['a card number', 'charge 4111 1111 1111 1111'],
    ['a password in a URL', 'clone https://jane:hunter2@example.com/a.git'],
  ])('%s: is not recorded again from what it keeps', async (_what, task) => {
    const { folder, upstream, run } = await project();
    const recorded = await run('record', '--cassette', 'c.yaml', '--', process.execPath, 'agent.mjs', task);
    expect(recorded.code, recorded.stderr).toBe(0);
    const before = readFileSync(join(folder, 'c.yaml'), 'utf8');
    for (const secret of ['sk-proj-Zx81', 'jane@', '4111', 'hunter2']) expect(before).not.toContain(secret);
    upstream.bodies.length = 0;
    const again = await run('record', '--update', 'c.yaml');
    expect(again.code).toBe(2);
    expect(again.stderr).toContain('USAGE');
    expect(again.stderr).toContain('must not be sent to a model');
    expect(again.stderr).toContain('npx rehearsal record --update --cassette c.yaml -- COMMAND');
    expect(upstream.bodies).toEqual([]);
    expect(readFileSync(join(folder, 'c.yaml'), 'utf8')).toBe(before);
    // Given again, it is.
    const given = await run('record', '--update', '--cassette', 'c.yaml', '--', process.execPath, 'agent.mjs', task);
    expect(given.code, given.stderr).toBe(0);
    expect(upstream.bodies).toHaveLength(2);
  });

  test('one whose command held none is', async () => {
    const { upstream, run } = await project();
    await run('record', '--cassette', 'c.yaml', '--', process.execPath, 'agent.mjs', 'Refund order 8888');
    upstream.bodies.length = 0;
    const again = await run('record', '--update', 'c.yaml');
    expect(again.code, again.stderr).toBe(0);
    expect(upstream.bodies).toHaveLength(2);
  });
});
