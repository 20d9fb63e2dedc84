// Goal: contracts and rules lie beside scenarios; where they lie in the way, the message says what they are and where they belong, and not that a word of theirs is wrong.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadScenarios } from '../../src/run/index.ts';
import { tempFolder } from '../support/temp-folder.ts';

const scenario = 'scenario: s\nagent: { command: echo }\ncases: [{ name: a, task: x }]\n';
const neighbours = {
  contracts: ['tool: refund\ninput: { type: object }\n', 'a tool contract'],
  rules: ['domain: d\nversion: 1\nrouting_rules: []\n', 'a file of rules'],
} as const;

test.each(['contracts', 'rules'] as const)('%s are passed over in their own folder, and told from scenarios elsewhere', (name) => {
  const folder = tempFolder();
  const [text, what] = neighbours[name];
  for (const place of [name, 'other']) mkdirSync(join(folder, place));
  writeFileSync(join(folder, 's.yaml'), scenario);
  writeFileSync(join(folder, name, 'x.yaml'), text);
  expect(loadScenarios([folder])).toHaveLength(1);
  writeFileSync(join(folder, 'other/x.yaml'), text);
  expect(() => loadScenarios([folder])).toThrow(
    expect.objectContaining({ code: 'SCENARIO_INVALID', message: expect.stringContaining(what) as string }) as Error,
  );
});
