// Goal: contracts that cannot be used say so, on their line, before anything runs. Method: folders of bad contracts, and the command line.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readContract } from '../../src/contract/index.ts';
import { RehearsalFailure } from '../../src/domain/failure.ts';
import { rehearsal } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';

function refusal(text: string): RehearsalFailure {
  try {
    readContract(text, 'refund.yaml');
  } catch (error) {
    if (error instanceof RehearsalFailure) return error;
  }
  throw new Error('it was accepted');
}

describe('a contract', () => {
  test.each([
    ['that is no YAML', 'tool: [', 1],
    ['without a name', 'input: {}', 1],
    ['whose input is no schema', 'tool: refund\ninput: { type: strnig }', 2],
    ['whose output is no schema', 'tool: refund\ninput: {}\noutput: { required: yes }', 3],
    ['with a member that nothing reads yet', 'tool: refund\ninput: {}\ndanger: true', 3],
  ])('%s is refused on its line', (_, text, line) => {
    const failure = refusal(text);
    expect([failure.code, failure.place?.file, failure.place?.line]).toEqual(['CONFIGURATION_INVALID', 'refund.yaml', line]);
    expect(failure.hint).toBeDefined();
  });

  test('may be JSON', () => {
    expect(readContract('{ "tool": "refund", "input": { "type": "object" } }', 'refund.json')).toEqual({ name: 'refund', input: { type: 'object' } });
  });
});

describe('a scenario whose contracts', () => {
  const run = async (contracts: Readonly<Record<string, string>> | undefined): Promise<{ code: number | null; stderr: string }> => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'package.json'), '{}');
    writeFileSync(
      join(folder, 's.yaml'),
      'scenario: s\nagent: { command: [echo, hi], input: stdin }\ntools: ./contracts\ncases: [{ name: c, task: t }]\n',
    );
    if (contracts !== undefined) mkdirSync(join(folder, 'contracts'));
    for (const [name, text] of Object.entries(contracts ?? {})) writeFileSync(join(folder, 'contracts', name), text);
    return rehearsal(['run', 's.yaml'], { folder });
  };

  test.each([
    ['are nowhere', undefined, 's.yaml:3'],
    ['are none', {}, 's.yaml:3'],
    ['name one tool twice', { 'a.yaml': 'tool: a\ninput: {}', 'b.yaml': 'tool: a\ninput: {}' }, 'two contracts'],
  ])('%s ends with 2', async (_, contracts, shown) => {
    const { code, stderr } = await run(contracts);
    expect([code, stderr.includes('CONFIGURATION_INVALID'), stderr.includes(shown)]).toEqual([2, true, true]);
  });

  test('are sound runs', async () => {
    expect(await run({ 'a.yaml': 'tool: a\ninput: {}' })).toMatchObject({ code: 0 });
  });
});
