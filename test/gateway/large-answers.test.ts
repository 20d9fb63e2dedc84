import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCassette } from '../../src/cassette/index.ts';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { originOf, startRehearsal } from '../support/command-line.ts';
import { recordGateway, replayGateway } from '../support/gateway.ts';
import { chatBody, largeModel } from '../support/large-answers.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { echoModel, startUpstream } from '../support/upstream.ts';

// Goal: streams pass through while they are recorded, and nothing is buffered whole. Method: answers of many megabytes full of secrets, through the real
// gateway: what is on disk while they are on their way, who is answered meanwhile, and what a killed recording leaves. (That a
// heap which cannot hold an answer is enough to record it, with hundreds of megabytes: test/prove/large-answers.prove.ts.)

const url = '/openai/v1/chat/completions';
const large = 12_000_000;

const secretEvents = (count: number): string =>
  Array.from({ length: count }, (_, index) => {
    const content = ['jane', '@exam', 'ple.com ', 'pays with 4111 ', '1111 1111', ' 1111, key sk-abcdef', 'ghijklmnop12345 '][index % 7];
    return `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta: { content } }] })}\n\n`;
  }).join('');

test('what has passed is on disk, redacted, before the answer has ended; others are answered meanwhile', async () => {
  const last = Promise.withResolvers<void>();
  const piece = secretEvents(700);
  const upstream = await startUpstream(async (request, response, body) => {
    if (body.includes('short')) return echoModel(request, response, body);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let sent = 0; sent < large; sent += piece.length) if (!response.write(piece)) await once(response, 'drain');
    await last.promise;
    response.end('data: [DONE]\n\n');
  });
  const cassette = join(tempFolder(), 'c.yaml');
  const { origin, finish, failures, events } = await recordGateway(cassette, { openai: `${upstream.origin}/v1` });
  const happened: string[] = [];
  const askShortly = async (number: number): Promise<void> => {
    const messages = [{ role: 'user', content: `short ${number}` }];
    await (await fetch(`${origin}${url}`, { method: 'POST', body: JSON.stringify({ model: 'm', messages }) })).text();
    happened.push(`short ${number}`);
  };
  const response = await fetch(`${origin}${url}`, { method: 'POST', body: chatBody });
  let received = 0;
  let asked = 0;
  const asking: Promise<void>[] = [];
  for await (const chunk of response.body!) {
    received += (chunk as Uint8Array).length;
    if (asked < 5 && received > (asked + 1) * 2_000_000) asking.push(askShortly(++asked));
    if (received < large) continue;
    // More than a window and what may wait cannot be missing.
    const journal = cassette.replace('.yaml', '.journal');
    expect(statSync(journal).size).toBeGreaterThan(large - 4_000_000);
    await Promise.all(asking);
    last.resolve();
  }
  happened.push('long');
  expect(happened.toSorted()).toEqual(['long', 'short 1', 'short 2', 'short 3', 'short 4', 'short 5']);
  expect(happened.at(-1)).toBe('long');
  const { exchangeCount } = await finish();
  expect(failures).toEqual([]);
  expect(exchangeCount).toBe(6);
  // Four ones may stand in a digest or a time; with the blanks of the card they stand nowhere else.
  expect(readFileSync(cassette, 'utf8') + readFileSync(cassette.replace('.yaml', '.wire.ndjson'), 'utf8')).not.toMatch(
    /jane|ple\.com|4111 |1111 1111| 1111,|ghijkl/,
  );
  const answers = events.flatMap((event) => (event.kind === 'model-answer' ? [event] : []));
  expect(answers).toHaveLength(6);
  expect(JSON.stringify(answers)).not.toMatch(/jane|ple\.com|4111 |1111 1111| 1111,|ghijkl/);
});

test('an exchange begun when a long answer has passed is answered before that is kept', async () => {
  const body = secretEvents(60_000);
  const upstream = await startUpstream((request, response, asked) => {
    if (asked.includes('short')) return echoModel(request, response, asked);
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`${body}data: [DONE]\n\n`);
  });
  const { origin, finish, recording } = await recordGateway(join(tempFolder(), 'c.yaml'), { openai: `${upstream.origin}/v1` });
  const ask = async (content: string): Promise<string> =>
    (await fetch(`${origin}${url}`, { method: 'POST', body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content }] }) })).text();
  await ask('short, to have a connection');
  const response = await fetch(`${origin}${url}`, { method: 'POST', body: chatBody });
  let received = 0;
  let keptWhenAnswered: number | undefined;
  let short: Promise<void> | undefined;
  for await (const chunk of response.body!) {
    received += (chunk as Uint8Array).length;
    // All but the last has passed: the rest of the redaction lies ahead, in one piece where it is not done in slices.
    if (received > body.length - 200_000) short ??= ask('short again').then(() => void (keptWhenAnswered = recording.addedCount));
  }
  await short;
  expect(keptWhenAnswered).toBe(2);
  expect((await finish()).exchangeCount).toBe(3);
});

test('kill -9 in the middle of a long answer leaves what was whole before, and nothing secret', async () => {
  const folder = tempFolder();
  const never = new Promise<void>(() => undefined);
  const piece = secretEvents(700);
  const upstream = await startUpstream(async (request, response, body) => {
    if (body.includes('short')) return echoModel(request, response, body);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let sent = 0; sent < 4_000_000; sent += piece.length) if (!response.write(piece)) await once(response, 'drain');
    await never;
  });
  const running = startRehearsal(['serve', 'record', '--cassette', 'c.yaml', '--upstream', `openai=${upstream.origin}/v1`], { folder });
  const origin = await originOf(running);
  const short = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'short, to jane@example.com' }] });
  await (await fetch(`${origin}${url}`, { method: 'POST', body: short })).text();
  const response = await fetch(`${origin}${url}`, { method: 'POST', body: chatBody });
  let received = 0;
  const reader = response.body!.getReader();
  while (received < 3_900_000) received += ((await reader.read()).value as Uint8Array).length;
  running.child.kill('SIGKILL');
  await reader.cancel().catch(() => undefined);
  await running.ended;
  const journal = join(folder, 'c.journal');
  expect(existsSync(join(folder, 'c.yaml'))).toBe(false);
  expect(statSync(journal).size).toBeGreaterThan(1_000_000);
  expect(readFileSync(journal, 'utf8')).not.toMatch(/jane|@exam|ple\.com|4111 |1111 1111| 1111,|ghijkl/);
  const opened = await openCassette(join(folder, 'c.yaml'), allDialects);
  expect(opened.entries).toHaveLength(1);
  opened.close();
  const { origin: replaying } = await replayGateway(join(folder, 'c.yaml'));
  expect(await (await fetch(`${replaying}${url}`, { method: 'POST', body: short })).text()).toContain('redacted-57e27ccd@redacted.invalid');
});

test('a large plain file is one exchange, byte for byte', async () => {
  const upstream = await startUpstream(largeModel(2_000_000));
  const cassette = join(tempFolder(), 'c.yaml');
  const { origin, finish } = await recordGateway(cassette, { 'http/files': upstream.origin });
  const seen = Buffer.from(await (await fetch(`${origin}/http/files/a.txt`)).arrayBuffer()).toString();
  await finish();
  const { origin: replaying } = await replayGateway(cassette);
  const again = Buffer.from(await (await fetch(`${replaying}/http/files/a.txt`)).arrayBuffer()).toString();
  expect(again).toBe(seen.replaceAll('jane@example.com', 'redacted-57e27ccd@redacted.invalid'));
});
