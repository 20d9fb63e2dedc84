// Goal: a model that is a function answers an agent in its own dialect, alone or while a cassette is made; one that cannot is a failure, never an answer.
// Method: a real SDK in a function agent, a module as its model, whole cases through the command line.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { rehearsal } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';

const agent = `import OpenAI from 'openai';
export default async (task) => {
  const openai = new OpenAI({ maxRetries: 0 });
  const tools = [{ type: 'function', function: { name: 'get_order', parameters: { type: 'object' } } }];
  const messages = [{ role: 'system', content: 'Be careful.' }, { role: 'user', content: task }];
  for (let step = 0; step < 5; step++) {
    const { choices } = await openai.chat.completions.create({ model: 'gpt-4o', messages, tools });
    const message = choices[0].message;
    messages.push(message);
    if (!message.tool_calls) return message.content;
    for (const call of message.tool_calls) messages.push({ role: 'tool', tool_call_id: call.id, content: 'order ' + call.function.arguments });
  }
  return 'too long';
};
`;

const model = `export default ({ system, task, results, call }) =>
  results.length === 0
    ? { text: 'Let me see.', calls: [{ name: 'get_order', arguments: { id: task.split(' ').at(-1) } }] }
    : { text: \`\${system} \${results[0].name} said \${results[0].text} in call \${call}\` };
`;

let folder: string;
beforeEach(() => {
  folder = tempFolder();
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'agent.mjs'), agent);
  writeFileSync(join(folder, 'model.mjs'), model);
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'reports'));
});

function scenario(members: string): void {
  writeFileSync(
    join(folder, 's.yaml'),
    `scenario: s
agent: { module: ./agent.mjs }
model: { module: ./model.mjs }
cases:
  - name: a
    task: order 4711
    cassette: c.yaml
    expect: { answer: 'Be careful. get_order said order {"id":"4711"} in call 2' }
${members.replaceAll(/^(?=.)/gm, '    ')}`,
  );
}

async function run(...words: readonly string[]): Promise<{ code: number | null; report: Report; stderr: string }> {
  const { code, stdout, stderr } = await rehearsal([...words, '--json'], { folder });
  return { code, report: JSON.parse(stdout) as Report, stderr };
}

test('it answers where the case says so, and the report says that a script did', async () => {
  scenario('answeredBy: script\n');
  const { code, report } = await run('run', 's.yaml');
  expect(code).toBe(0);
  const [only] = report.cases;
  expect(only!.outcome).toBe('pass');
  expect(only!.timeline.filter(({ kind }) => kind === 'model-answer').map(({ text }) => text.split(':')[0])).toEqual(['#1 scripted', '#2 scripted']);
  expect(only!.timeline[0]!.text).toContain('script, seed');
  expect(only!.notApplicable).toContain('replays-its-recording');
  expect((await rehearsal(['record', 's.yaml'], { folder })).stdout).toContain('nothing to record');
});

test('a cassette made with it says so, and replays without it', async () => {
  scenario('');
  expect((await rehearsal(['record', 's.yaml'], { folder })).code).toBe(0);
  expect(readFileSync(join(folder, 'c.yaml'), 'utf8')).toContain('scripted model (./model.mjs)');
  writeFileSync(join(folder, 'model.mjs'), 'throw new Error("nobody may ask me");');
  const { code, report } = await run('run', 's.yaml');
  expect([code, report.cases[0]!.outcome]).toEqual([0, 'pass']);
});

test.each([
  ['that cannot be loaded', 'throw new Error("broken");', 'MODEL_FAILED', 'broken'],
  ['that exports no function', 'export default 17;', 'MODEL_FAILED', 'exports no function'],
  ['that says nothing', 'export default () => undefined;', 'MODEL_FAILED', 'returned undefined and no answer'],
  ['that throws', 'export default () => { throw new Error("I am lost"); };', 'MODEL_FAILED', 'threw: I am lost'],
])('a model %s makes the case invalid', async (_, text, errorCode, message) => {
  scenario('answeredBy: script\n');
  writeFileSync(join(folder, 'model.mjs'), text);
  const { code, report } = await run('run', 's.yaml');
  expect([code, report.cases[0]!.outcome]).toEqual([3, 'invalid']);
  expect(report.cases[0]!.sentence).toContain(message);
  expect(report.cases[0]!.sentence).toContain(errorCode);
});

test('a model refuses as a provider does', async () => {
  scenario('answeredBy: script\n');
  writeFileSync(
    join(folder, 'model.mjs'),
    `export default () => ({ error: { status: 429, type: 'rate_limit_error', message: 'slow down', retryAfterSeconds: 1 } });`,
  );
  const { code, report } = await run('run', 's.yaml');
  expect(code).toBe(1);
  expect(report.cases[0]!.timeline.find(({ kind }) => kind === 'model-answer')!.text).toContain('error 429: slow down');
});

test.each([
  ['a script that nobody named', 'agent: { module: ./agent.mjs }\ncases: [{ name: a, task: t, answeredBy: script }]', 'answered by a script'],
  [
    'a model that is two things',
    'agent: { module: ./agent.mjs }\nmodel: { module: ./m.mjs, command: m }\ncases: [{ name: a, task: t }]',
    'either a command or a module',
  ],
])('%s is refused with its place', async (_, text, message) => {
  writeFileSync(join(folder, 's.yaml'), `scenario: s\n${text}`);
  const { code, stderr } = await rehearsal(['run', 's.yaml'], { folder });
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).toMatch(/s\.yaml:\d+:\d+/);
});
