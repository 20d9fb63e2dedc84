import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { rehearsal } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: nobody takes a loose match for an exact one. Method: an agent that asks for another model than the one that was recorded; the looser matcher is named
// by the scenario or by the cassette, and both the terminal and the report must tell how often it was needed, and which it was.

const agent = `export default async () => {
  const response = await fetch(process.env.OPENAI_BASE_URL + '/chat/completions', {
    method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'new-model', messages: [{ role: 'user', content: 'hello' }] }),
  });
  return (await response.json()).choices[0].message.content;
};
`;

function project(options: { readonly model?: string; readonly match?: string; readonly matching?: string }): string {
  const folder = tempFolder();
  writeFileSync(join(folder, 'agent.mjs'), agent);
  writeFileSync(
    join(folder, 'c.yaml'),
    `rehearsal: cassette/1\n${options.matching === undefined ? '' : `matching: { matcher: ${options.matching} }\n`}exchanges:\n  - to: POST /openai/v1/chat/completions\n    dialect: openai-chat\n    model: ${options.model ?? 'old-model'}\n    turns: [{ user: hello }]\n    answer: { says: hi }\n`,
  );
  const match = options.match === undefined ? '' : `match: { matcher: ${options.match} }\n`;
  writeFileSync(
    join(folder, 's.yaml'),
    `scenario: s\nagent: { module: agent.mjs }\n${match}cases:\n  - { name: a, task: x, cassette: c.yaml, expect: { answer: { equals: hi } } }\n`,
  );
  return folder;
}

describe.each([
  ['the scenario', { match: 'conversation' }],
  ['the cassette', { matching: 'conversation' }],
])('a looser matcher named by %s', (_who, options) => {
  test('is told in the line of the case and in its report, with its name and what it passes over', async () => {
    const folder = project(options);
    const { code, stdout } = await rehearsal(['run', 's.yaml'], { folder });
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(/s › a {2}1 matched loosely by conversation/);
    const { stdout: json } = await rehearsal(['run', 's.yaml', '--json'], { folder });
    const [one] = (JSON.parse(json) as Report).cases;
    expect(one?.looseMatches).toBe('1 matched loosely by conversation');
    expect(one?.notes).toContain('1 request matched loosely by `conversation`: model, tools, parameters and streaming did not count.');
  });

  test('is not mentioned where the exact key was enough', async () => {
    const { code, stdout } = await rehearsal(['run', 's.yaml'], { folder: project({ ...options, model: 'new-model' }) });
    expect(code, stdout).toBe(0);
    expect(stdout).not.toContain('loosely');
  });
});

test('without one, another model is a miss', async () => {
  const { code, stdout } = await rehearsal(['run', 's.yaml'], { folder: project({}) });
  expect(code).toBe(3);
  expect(stdout).toContain('REPLAY_MISS');
});

test.each([
  ['a scenario', { match: 'conversatoin' }, ['run', 's.yaml'], 2, /s\.yaml:3:\d+/],
  ['a cassette', { matching: 'conversatoin' }, ['run', 's.yaml'], 3, /c\.yaml:2:\d+/],
  ['--matcher', {}, ['serve', 'replay', '--cassette', 'c.yaml', '--matcher', 'conversatoin'], 2, /UNKNOWN_MATCHER/],
] as const)(
  'a matcher that does not exist, in %s, is refused with its place and the nearest name',
  async (_where, options, words, exitCode, place) => {
    const { code, stdout, stderr } = await rehearsal(words, { folder: project(options) });
    expect(code, stdout + stderr).toBe(exitCode);
    expect(stdout + stderr).toMatch(place);
    expect(stdout + stderr).toContain('There is no matcher named "conversatoin".');
    expect(stdout + stderr).toContain('conversation');
  },
);
