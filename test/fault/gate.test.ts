import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../src/cassette/redaction/index.ts';
import { openaiChat } from '../../src/dialect/openai-chat.ts';
import type { FaultSchedule } from '../../src/domain/fault.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { chatAnswer, conversation, exchange, recordTo } from '../support/exchanges.ts';
import { replayGateway, type Gateway } from '../support/gateway.ts';
import { post, rawRequest } from '../support/raw-http.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: what the gate does around a fault: how a connection breaks, and what becomes of the recording behind a slow answer. Method: a real gateway that replays
// one recording, raw sockets and fetch.

const url = '/openai/v1/chat/completions';

async function under(fault: string, settings: JsonObject): Promise<Gateway & { request: Buffer; body: string; unused(): number }> {
  const path = join(tempFolder(), 'c.yaml');
  const [one] = conversation(1, { stream: true });
  recordTo(path, [one!]);
  const faults: FaultSchedule = [{ fault, match: {}, occurrence: 1, settings }];
  const gateway = await replayGateway(path, { faults });
  const body = Buffer.from(one!.request.body).toString();
  return { ...gateway, request: post(url, body), body, unused: () => gateway.playback.unused().length };
}

describe('a connection that breaks before the head', () => {
  test.each([
    ['reset', 'reset'],
    ['close', 'end'],
    ['refuse', 'reset'],
  ])('%s', async (how, ended) => {
    const { port, request, events } = await under('broken-connection', { how });
    const struck = await rawRequest(port, request);
    expect([struck.bytes.length, struck.ended]).toEqual([0, ended]);
    expect(events.filter(({ kind }) => kind === 'model-answer')).toMatchObject([{ origin: 'fault', status: 0, complete: false }]);
    expect((await rawRequest(port, request)).body.toString()).toContain('[DONE]');
  });
});

describe('the recording behind a slow answer', () => {
  test('is played where the agent waits for its end', async () => {
    const { port, request, unused } = await under('slow-first-token', { seconds: 0.01 });
    expect((await rawRequest(port, request)).body.toString()).toContain('[DONE]');
    expect(unused()).toBe(0);
    expect((await rawRequest(port, request)).status).toBe(400);
  });

  test.each([
    ['before it begins', 'slow-first-token', { seconds: 60 }],
    ['in the middle', 'slow-tokens', { secondsEach: 60 }],
  ])('is there for the next attempt where the agent hangs up %s', async (_, fault, settings) => {
    const { origin, port, request, body, events, unused } = await under(fault, settings);
    const hangUp = new AbortController();
    const response = await fetch(`${origin}${url}`, { method: 'POST', body, signal: hangUp.signal });
    const reading = response.text();
    while (!events.some(({ kind }) => kind === 'fault-fired')) await new Promise((resolve) => setImmediate(resolve));
    hangUp.abort();
    await expect(reading).rejects.toThrow();
    while (!events.some(({ kind }) => kind === 'agent-hung-up')) await new Promise((resolve) => setImmediate(resolve));
    expect(unused()).toBe(1);
    expect((await rawRequest(port, request)).body.toString()).toContain('[DONE]');
    expect(unused()).toBe(0);
  });
});

test('what a model says again is redacted in the history, and not for the agent', async () => {
  const secret = 'sk-proj-Zx81hK20qLmN73vBc5TyU9pQwErT6aSdF4gHj';
  const args = { order: '4711', key: secret };
  const body = openaiChat.writeRequest({
    operation: 'chat',
    model: 'm',
    stream: false,
    system: [],
    tools: [],
    parameters: {},
    turns: [
      { role: 'user', blocks: [{ kind: 'text', text: 'Refund' }] },
      { role: 'assistant', blocks: [{ kind: 'tool-call', id: 'call_1', name: 'refund', arguments: args }] },
      { role: 'tool', blocks: [{ kind: 'tool-result', id: 'call_1', content: [{ kind: 'text', text: 'done' }] }] },
    ],
  });
  const path = join(tempFolder(), 'c.yaml');
  recordTo(path, [exchange(1, createRedactor().request(body), chatAnswer('Done.', false))]);
  const faults: FaultSchedule = [{ fault: 'repeated-call', match: {}, occurrence: 1, settings: {} }];
  const { port, events } = await replayGateway(path, { faults });
  const struck = await rawRequest(port, post(url, body.body));
  expect(struck.body.toString()).toContain(secret);
  expect(events.filter(({ kind }) => kind === 'model-answer')).toMatchObject([{ blocks: [{ kind: 'tool-call', name: 'refund' }] }]);
  expect(JSON.stringify(events)).not.toContain('Zx81hK20');
});

describe('Retry-After', () => {
  test.each<[JsonObject, RegExp]>([
    [{ retryAfterSeconds: 2 }, /\r\nretry-after: 2\r\n/],
    [{ retryAfterSeconds: 1.5, retryAfterAs: 'milliseconds' }, /\r\nretry-after-ms: 1500\r\n/],
    [{ retryAfter: '-5' }, /\r\nretry-after: -5\r\n/],
    [{ retryAfter: 'soon' }, /\r\nretry-after: soon\r\n/],
  ])('%j', async (settings, expected) => {
    const { port, request } = await under('provider-error', { status: 429, ...settings });
    const { head } = await rawRequest(port, request);
    expect(`${head}\r\n`).toMatch(expected);
    expect(head.match(/retry-after/g)).toHaveLength(1);
  });

  test('as a date it is read against the date of the answer, and is noted in seconds', async () => {
    const { port, request, events } = await under('provider-error', { status: 429, retryAfterSeconds: 3600, retryAfterAs: 'date' });
    const { head } = await rawRequest(port, request);
    const [date, retryAt] = ['date', 'retry-after'].map((name) => Date.parse(new RegExp(`\r\n${name}: ([^\r]*)`).exec(head)![1]!));
    expect(retryAt! - date!).toBe(3_600_000);
    expect(events.filter(({ kind }) => kind === 'model-answer')).toMatchObject([{ error: { status: 429, retryAfterSeconds: 3600 } }]);
  });
});
