import { describe, expect, test } from 'vitest';
import type { Block } from '../../src/domain/chat.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { faultGateway } from '../support/fault-gateway.ts';
import { realClients, streamingClients, wholeClients, type ClientName, type ClientSaw } from '../support/real-clients.ts';

// Goal: what the official clients make of an answer that a fault has struck: who is told of an error, and who takes half an answer for a whole one. They are
// facts of these versions, and the reason why an exit code is no verdict. Method: the real clients against a real gateway on loopback, one fault each.

const text = 'I refunded the order 4711 — été 😀 — in full.';
const words: readonly Block[] = [{ kind: 'text', text }];
const call: readonly Block[] = [
  { kind: 'text', text: 'Let me see.' },
  { kind: 'tool-call', id: 'call_1', name: 'refund', arguments: { order: '4711' } },
];

/** `half, no error`: how much of the text the program has in the end, whether it has the call, and whether it was told. */
function inWords({ text: heard, calls, error }: ClientSaw, says: readonly Block[]): string {
  const whole = (says[0] as { text: string }).text;
  const much = heard === whole ? 'whole' : heard === '' ? 'nothing' : whole.startsWith(heard) ? 'half' : 'other';
  return `${much}${says === call ? (calls.includes('refund') ? ' and the call' : ' without the call') : ''}, ${error === undefined ? 'no error' : 'error'}`;
}

type Row = readonly [what: string, fault: string, settings: JsonObject, says: readonly Block[], expected: readonly string[]];

async function seen(clients: readonly ClientName[], [, fault, settings, says]: Row): Promise<Readonly<Record<string, string>>> {
  const saw: Record<string, string> = {};
  for (const client of clients) {
    const { origin, events } = await faultGateway(fault, settings, says);
    saw[client] = inWords(await realClients[client](origin), says);
    expect(
      events.some(({ kind }) => kind === 'fault-fired'),
      client,
    ).toBe(true);
  }
  return saw;
}

describe('streams', () => {
  //  openai raw, openai .stream(), responses raw, anthropic, google, ai
  const rows: readonly Row[] = [
    ['unharmed', 'slow-first-token', { seconds: 0.001 }, call, Array.from(streamingClients, () => 'whole and the call, no error')],
    [
      'the terminal event alone is missing',
      'stream-ends-early',
      { withoutLastEvents: 1 },
      words,
      ['whole, no error', 'whole, no error', 'whole, no error', 'whole, error', 'half, no error', 'whole, no error'],
    ],
    [
      'the stream ends in the middle',
      'stream-ends-early',
      { afterEvents: 6 },
      words,
      ['half, no error', 'nothing, error', 'half, no error', 'half, error', 'half, no error', 'half, no error'],
    ],
    [
      'it ends in a call',
      'stream-ends-early',
      { withoutLastEvents: 3 },
      call,
      [
        'whole and the call, no error',
        'nothing without the call, error',
        'whole without the call, no error',
        'whole without the call, error',
        'half without the call, no error',
        'whole and the call, no error',
      ],
    ],
    [
      'it breaks in the middle',
      'stream-ends-early',
      { afterEvents: 6, how: 'reset' },
      words,
      ['half, error', 'nothing, error', 'half, error', 'half, error', 'half, error', 'half, error'],
    ],
    [
      'an event is malformed',
      'malformed-event',
      {},
      words,
      ['nothing, error', 'nothing, error', 'nothing, error', 'nothing, error', 'nothing, error', 'other, no error'],
    ],
    [
      'an error in mid-stream',
      'error-in-stream',
      {},
      words,
      ['half, error', 'nothing, error', 'half, error', 'half, error', 'half, error', 'half, no error'],
    ],
    [
      'the answer says that it failed',
      'error-in-stream',
      { how: 'failed', afterEvents: 2 },
      words,
      ['half, error', 'nothing, error', 'nothing, no error', 'nothing, error', 'half, error', 'half, no error'],
    ],
    [
      'no event at all',
      'empty-stream',
      {},
      words,
      ['nothing, no error', 'nothing, error', 'nothing, no error', 'nothing, error', 'nothing, no error', 'nothing, no error'],
    ],
    ['an event comes twice', 'repeated-event', {}, words, Array.from(streamingClients, () => 'other, no error')],
    [
      'half an event',
      'cut-in-stream',
      {},
      words,
      ['nothing, error', 'nothing, error', 'nothing, error', 'nothing, error', 'nothing, error', 'nothing, no error'],
    ],
    [
      'half a character',
      'cut-in-stream',
      { inside: 'character' },
      words,
      ['half, error', 'nothing, error', 'half, error', 'half, error', 'half, error', 'half, no error'],
    ],
    [
      'a login page',
      'html-instead',
      {},
      words,
      ['nothing, no error', 'nothing, error', 'nothing, no error', 'nothing, error', 'nothing, error', 'nothing, no error'],
    ],
    [
      'an error under 200',
      'error-under-ok',
      {},
      words,
      ['nothing, no error', 'nothing, error', 'nothing, no error', 'nothing, error', 'nothing, error', 'nothing, no error'],
    ],
    ['another content type', 'wrong-content-type', {}, words, Array.from(streamingClients, () => 'whole, no error')],
    ['the model says nothing', 'empty-turn', {}, words, Array.from(streamingClients, () => 'nothing, no error')],
    ['the limit of its length', 'length-limit', {}, words, Array.from(streamingClients, () => 'half, no error')],
    [
      'a call is malformed',
      'arguments-half-written',
      {},
      call,
      [
        'whole and the call, no error',
        'whole and the call, no error',
        'whole and the call, no error',
        'whole and the call, no error',
        'whole without the call, no error',
        'whole and the call, no error',
      ],
    ],
  ];
  test.each(rows)('%s', async (...row) => {
    expect(await seen(streamingClients, row)).toEqual(Object.fromEntries(streamingClients.map((client, index) => [client, row[4][index]])));
  });

  test('who looks at the reason to finish sees the end that is missing', async () => {
    const { origin } = await faultGateway('stream-ends-early', { afterEvents: 6 }, words);
    const finish = await Promise.all(
      (['openai, chat, raw stream', 'openai, responses, raw stream', 'google, stream', 'ai, streamText'] as const).map(
        async (client) => (await realClients[client](origin)).finish,
      ),
    );
    expect(finish).toEqual(['none', 'none', 'none', 'interrupted']);
  });
});

describe('whole answers', () => {
  //  openai, responses, anthropic, google
  const rows: readonly Row[] = [
    ['unharmed', 'slow-first-token', { seconds: 0.001 }, words, Array.from(wholeClients, () => 'whole, no error')],
    ['half the JSON', 'truncated-json', {}, words, Array.from(wholeClients, () => 'nothing, error')],
    ['no valid JSON', 'malformed-json', {}, words, Array.from(wholeClients, () => 'nothing, error')],
    ['another content type', 'wrong-content-type', {}, words, ['nothing, error', 'nothing, error', 'nothing, error', 'whole, no error']],
    ['a login page', 'html-instead', {}, words, Array.from(wholeClients, () => 'nothing, error')],
    ['a gateway in trouble', 'html-instead', { status: 502 }, words, Array.from(wholeClients, () => 'nothing, error')],
    ['a broken connection', 'broken-connection', {}, words, Array.from(wholeClients, () => 'nothing, error')],
    ['no credit', 'quota-exceeded', {}, words, Array.from(wholeClients, () => 'nothing, error')],
    ['too long', 'context-overflow', {}, words, Array.from(wholeClients, () => 'nothing, error')],
    ['a refusal in words', 'model-refusal', { how: 'in-words' }, words, Array.from(wholeClients, () => 'other, no error')],
  ];
  test.each(rows)('%s', async (...row) => {
    expect(await seen(wholeClients, row)).toEqual(Object.fromEntries(wholeClients.map((client, index) => [client, row[4][index]])));
  });

  test("errors come in the provider's own words", async () => {
    const said = async (fault: string, settings: JsonObject): Promise<readonly string[]> => {
      const { origin } = await faultGateway(fault, settings, words);
      return Promise.all(wholeClients.map(async (client) => (await realClients[client](origin)).error ?? ''));
    };
    const [chat, responses, anthropic, google] = await said('quota-exceeded', {});
    for (const each of [chat, responses]) expect(each).toContain('429 You exceeded your current quota');
    expect(anthropic).toMatch(/400 .*credit balance is too low/);
    expect(google).toContain('RESOURCE_EXHAUSTED');
    const overflow = await said('context-overflow', {});
    expect(overflow.map((each) => /maximum context length|prompt is too long|exceeds the maximum number of tokens/.test(each))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
});
