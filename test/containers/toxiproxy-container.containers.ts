import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { eventsOf, type Event } from '../../src/domain/event.ts';
import { loadScenarios, runCases, type RunOutcome } from '../../src/run/index.ts';
import { createContainersOfRun } from '../../src/run/containers/containers-of-run.ts';
import { officialImage, startToxiproxyContainer } from '../../src/run/containers/toxiproxy-container.ts';
import { buildLocalImage, leftInDocker, removeImage, whyNoDocker } from '../support/local-image.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: the same faults strike through a Toxiproxy in a container, and nothing of it is left. Method: a real container of an image that runs `rehearsal
// toxiproxy`, made of this machine's own Node. With REHEARSAL_OFFICIAL_TOXIPROXY=1 the same runs through the official image, which must be there or be pulled.

const reason = whyNoDocker();
test.runIf(process.env['REHEARSAL_REQUIRE_DOCKER'] === '1')('Docker is required by REHEARSAL_REQUIRE_DOCKER', () => {
  expect(reason).toBeUndefined();
});
if (reason !== undefined) console.warn(`SKIPPED: Toxiproxy in a container is not tried here (${reason}).`);

const agent = `const felt = [];
for (let number = 1; number <= 3; number++) {
  const began = performance.now();
  try {
    const response = await fetch(process.env.OPENAI_BASE_URL + '/chat/completions', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'question ' + number }] }),
    });
    const { choices } = await response.json();
    felt.push(performance.now() - began > 250 ? 'late' : choices[0].message.content);
  } catch (error) {
    felt.push(error.cause?.code ?? error.message);
    await new Promise((resolve) => setTimeout(resolve, 600));
  }
}
console.log(felt.join(', '));
`;

async function run(fault: string, toxiproxy: string): Promise<{ outcome: RunOutcome; events: readonly Event[]; answer: unknown }> {
  const folder = tempFolder();
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'agent.mjs'), agent);
  writeFileSync(join(folder, 'model.mjs'), "export default ({ lastUser }) => ({ text: 'answer to ' + lastUser });\n");
  const file = join(folder, 's.yaml');
  writeFileSync(
    file,
    `scenario: s
agent: { command: [${process.execPath}, agent.mjs] }
model: { module: ./model.mjs }
answeredBy: script
cases: [{ name: a, task: ask, faults: [{ ${fault}, occurrence: 2 }] }]
`,
  );
  const logFile = join(folder, 'events.ndjson');
  const outcome = await runCases(loadScenarios([file]), {
    mode: 'replay',
    update: false,
    seed: 1,
    dialects: allDialects,
    logFile,
    upstreamTimeoutMs: 5000,
    environment: { PATH: process.env['PATH'] },
    signal: new AbortController().signal,
    updateCommand: () => 'record it again',
    toxiproxy,
  });
  const events = readFileSync(logFile, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Event);
  return { outcome, events, answer: eventsOf(events, 'answer')[0]?.value };
}

const faults: readonly (readonly [fault: string, second: RegExp])[] = [
  ['fault: tcp-latency, latencyMs: 300', /^late$/],
  ['fault: tcp-timeout, afterMs: 50', /SOCKET|ECONNRESET/],
  ['fault: tcp-limit-data, bytes: 60', /SOCKET|ECONNRESET/],
  ['fault: tcp-down, seconds: 0.3', /SOCKET|ECONNRESET/],
  ['fault: tcp-reset-peer', /SOCKET|ECONNRESET/],
];

function strikes(image: () => string): void {
  test.each(faults)('%s', async (fault, second) => {
    const { answer, events, outcome } = await run(fault, `container:${image()}`);
    expect(String(answer).split(', '), JSON.stringify(events)).toEqual([
      'answer to question 1',
      expect.stringMatching(second),
      'answer to question 3',
    ]);
    expect(outcome.cases[0]!.outcome).toBe('pass');
    expect(leftInDocker()).toEqual([]);
  });
}

describe.skipIf(reason !== undefined)('a container of our own server', () => {
  let image: string;
  let silent: string;
  beforeAll(async () => {
    const root = resolve(import.meta.dirname, '../..');
    const files = { '/app/package.json': readFileSync(join(root, 'package.json'), 'utf8') };
    image = await buildLocalImage('toxiproxy', files, ['ENTRYPOINT ["/bin/node", "/app/src/cli/main.ts", "toxiproxy"]'], {
      '/app/src': join(root, 'src'),
    });
    silent = await buildLocalImage('silent', { '/silent.mjs': 'console.log(1234); setTimeout(() => undefined, 60_000);' }, [
      'ENTRYPOINT ["/bin/node", "/silent.mjs"]',
    ]);
  }, 120_000);
  afterAll(() => {
    removeImage(image);
    removeImage(silent);
  });

  strikes(() => image);

  test('has what only our own server has: a real reset', async () => {
    const { answer } = await run('fault: tcp-reset', `container:${image}`);
    expect(answer).toBe('answer to question 1, ECONNRESET, answer to question 3');
  });

  test('an image that is not there: told before anything runs', async () => {
    await expect(run('fault: tcp-timeout', 'container:127.0.0.1:1/rehearsal-test/none:1')).rejects.toMatchObject({
      code: 'CONTAINER_FAILED',
      exitCode: 3,
    });
    expect(leftInDocker()).toEqual([]);
  });

  test('a container that never becomes ready: told with its last words, and removed', async () => {
    const containers = createContainersOfRun();
    await expect(startToxiproxyContainer(containers, silent, { readyMs: 1500 })).rejects.toMatchObject({
      code: 'CONTAINER_FAILED',
      message: expect.stringMatching(/never became ready.*1234/s) as string,
    });
    expect(leftInDocker()).toEqual([]);
    await containers.stop();
  });
});

describe.skipIf(process.env['REHEARSAL_OFFICIAL_TOXIPROXY'] !== '1' || reason !== undefined)('a container of the official image', () => {
  strikes(() => officialImage);
});
