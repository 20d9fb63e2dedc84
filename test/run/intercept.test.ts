// Goal: `rehearsal/intercept` brings a Node agent with hard-wired hosts to the gateway, lets no other host through, and lets the agent end. Method: real agents
// as processes of their own, a cassette written by hand, and the command line.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { rehearsal } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';

const openai = pathToFileURL(resolve(import.meta.dirname, '../../node_modules/openai/index.mjs')).href;

const agent = `
import OpenAI from '${openai}';
import https from 'node:https';
const denied = [];
for (const url of ['https://example.com/x', 'http://example.org/y']) await fetch(url).catch((error) => denied.push(error.cause?.code));
await new Promise((settle) => https.get('https://example.net/z', settle).on('error', (error) => settle(denied.push(error.code))));
const client = new OpenAI({ baseURL: 'https://api.openai.com/v1', apiKey: 'none', maxRetries: 0 });
const stream = await client.chat.completions.create({ model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'hi' }] });
let text = '';
for await (const chunk of stream) text += chunk.choices[0]?.delta?.content ?? '';
console.log(text, denied.join(' '));
`;

const cassette = `
rehearsal: cassette/1
exchanges:
  - to: POST /openai/v1/chat/completions
    dialect: openai-chat
    model: gpt-4o
    stream: true
    turns: [{ user: hi }]
    answer: { says: hello from the cassette }
`;

const scenario = `
scenario: hard-wired hosts
agent: { command: node agent.mjs, intercept: true }
limits: { seconds: 20 }
cases:
  - name: it reaches the gateway and nothing else
    task: hi
    cassette: c.yaml
    expect: { answer: { matches: '^hello from the cassette EGRESS_DENIED EGRESS_DENIED E[A-Z_]+$' } }
`;

it('routes the providers and refuses every other host', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'agent.mjs'), agent);
  writeFileSync(join(folder, 'c.yaml'), cassette);
  writeFileSync(join(folder, 's.yaml'), scenario);
  const run = await rehearsal(['run', 's.yaml', '--json'], { folder });
  const report = JSON.parse(run.stdout);
  expect([run.code, report.cases[0].answer, report.cases[0].sentence]).toEqual([
    0,
    expect.stringMatching(/^hello from the cassette EGRESS_DENIED EGRESS_DENIED E[A-Z_]+$/),
    expect.stringContaining('claims hold'),
  ]);
  const denied = report.cases[0].timeline
    .filter((row: { kind: string }) => row.kind === 'egress-denied')
    .map((row: { text: string }) => row.text.split(' ')[0]);
  expect(denied).toEqual(expect.arrayContaining(['example.com', 'example.org', 'example.net:443']));
  expect(report.cases[0].durationMs).toBeLessThan(20_000);
});
