import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Report } from '../../src/domain/report.ts';
import { rehearsal } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: an agent that asks the gateway at a path where nothing is served does not go unnoticed, though it carries on as if nothing were wrong. Method: agents of
// each kind with a base URL that lacks its provider; the event, the note of the report and the answer to the agent are looked at.

const asks = 'const response = await fetch(base + "/v1/chat/completions?key=s3cret", { method: "POST", body: "{}" });';
const agents: Readonly<Record<string, { readonly agent: string; readonly text: string }>> = {
  module: {
    agent: '{ module: agent.mjs }',
    text: `export default async () => { const base = new URL(process.env.OPENAI_BASE_URL).origin; ${asks} return response.status + ' ' + (await response.text()); };`,
  },
  command: {
    agent: `{ command: [${process.execPath}, agent.mjs] }`,
    text: `const base = process.env.REHEARSAL_GATEWAY; ${asks} console.log(response.status, await response.text());`,
  },
  'intercepted command': {
    agent: `{ command: [${process.execPath}, agent.mjs], intercept: true }`,
    text: `const base = process.env.REHEARSAL_GATEWAY; ${asks} console.log(response.status, await response.text());`,
  },
};

test.each(Object.entries(agents))('%s: it is told in the events, in the report, and to the agent', async (_kind, { agent, text }) => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'agent.mjs'), text);
  writeFileSync(join(folder, 's.yaml'), `scenario: s\nagent: ${agent}\ncases:\n  - { name: a, task: x }\n`);
  const { stdout } = await rehearsal(['run', 's.yaml', '--json'], { folder });
  const [one] = (JSON.parse(stdout) as Report).cases;
  expect(one!.timeline.filter(({ kind }) => kind === 'egress-denied').map((row) => row.text)).toEqual([
    expect.stringContaining(`the gateway's own path /v1/chat/completions`) as string,
  ]);
  expect(one!.notes.join('\n')).toContain(`Other hosts were asked for, and denied: the gateway's own path /v1/chat/completions.`);
  expect(one!.answer).toMatch(/^404 .*Nothing is served at \/v1\/chat\/completions\. Base paths: \/openai\/v1/s);
  expect(stdout).not.toContain('s3cret');
});
