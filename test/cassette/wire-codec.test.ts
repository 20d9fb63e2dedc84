import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeLines } from '../../src/cassette/read-wire.ts';
import { createWireEncoder, type WireLine } from '../../src/cassette/wire-codec.ts';
import type { RecordedExchange } from '../../src/domain/cassette.ts';
import { encodeUtf8 } from '../../src/domain/http.ts';
import { conversation } from '../support/exchanges.ts';

// Goal: the wire is the truth. What goes into a line comes out of it, byte for byte, whatever the bytes, the cuts and the ending. Method: arbitrary
// exchanges, many of them alike, through the encoder, through JSON text, and back.

const runs = { seed: 20261102, numRuns: 150 } as const;

const token = fc.stringMatching(/^[a-zA-Z-]{1,12}$/);
const headers = fc.array(fc.tuple(token, fc.stringMatching(/^[ -~]{0,20}$/)), { maxLength: 4 });
const piece = fc.oneof(
  fc.uint8Array({ maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 20 }).map((said) => encodeUtf8(said.toWellFormed())),
  fc.constantFrom('é', '😀', '\u2028', '\r\n', '\uFEFF', '\0').map(encodeUtf8),
);
/** Long bodies that share their beginnings and ends, as conversations do, so that the search for likeness has something to find. */
const body = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc
    .tuple(fc.nat(200), fc.string({ unit: 'grapheme', maxLength: 12 }), fc.nat(200))
    .map(([head, middle, tail]) => encodeUtf8(`${'😀é-'.repeat(head)}${middle.toWellFormed()}${'😁ü-'.repeat(tail)}`)),
);
const exchanges = fc.array(
  fc.record({
    branch: fc.constantFrom('main', 'provider-error-1'),
    dialect: fc.constantFrom(undefined, 'openai-chat'),
    request: fc.record({ method: fc.constantFrom('GET', 'POST'), url: fc.webPath(), headers, body }),
    response: fc.record({
      status: fc.integer({ min: 100, max: 599 }),
      statusText: fc.constantFrom('', 'OK', 'Too Many Requests'),
      headers,
      chunks: fc.array(piece, { maxLength: 6 }),
      ending: fc.constantFrom('complete' as const, 'aborted' as const, 'error' as const),
    }),
    chunkAtMs: fc.array(fc.nat(1000), { maxLength: 6 }),
    endedAtMs: fc.nat(5000),
  }),
  { maxLength: 8 },
);

/** Bytes as text, so that differences are shown and Buffers equal arrays. */
function comparable(exchange: RecordedExchange): unknown {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  const { request, response } = exchange;
  return { ...exchange, request: { ...request, body: hex(request.body) }, response: { ...response, chunks: response.chunks.map(hex) } };
}

function throughText(recorded: readonly RecordedExchange[]): readonly RecordedExchange[] {
  const encode = createWireEncoder();
  const text = Buffer.from(recorded.map((exchange) => JSON.stringify(encode(exchange))).join('\n'), 'utf8').toString('utf8');
  return decodeLines(text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as WireLine));
}

describe('wire codec', () => {
  test('every exchange comes back as it went in: bytes, cuts, times, ending', () => {
    fc.assert(
      fc.property(exchanges, (drawn) => {
        const recorded = drawn.map((exchange, index): RecordedExchange => ({ id: index + 1, ...exchange }));
        expect(throughText(recorded).map(comparable)).toEqual(recorded.map(comparable));
      }),
      runs,
    );
  });

  test('a line never holds a line feed, so that files can be read line by line', () => {
    fc.assert(
      fc.property(exchanges, (drawn) => {
        const encode = createWireEncoder();
        for (const [index, exchange] of drawn.entries()) expect(JSON.stringify(encode({ id: index + 1, ...exchange }))).not.toMatch(/[\r\n]/);
      }),
      { ...runs, numRuns: 50 },
    );
  });

  test('text stays text, so that a reviewer can search it', () => {
    const encode = createWireEncoder();
    const line = encode(conversation(1)[0]!);
    expect(line.response).toHaveProperty('text');
    expect(line.response).not.toHaveProperty('base64');
  });

  test('a repeated history is stored as a difference, and nothing is lost by it', () => {
    const recorded = conversation(60);
    const encode = createWireEncoder();
    const lines = recorded.map(encode);
    expect(lines.slice(1).every(({ request }) => 'like' in request.body)).toBe(true);
    expect(throughText(recorded).map(comparable)).toEqual(recorded.map(comparable));
  });

  test('sizes that do not add up are corruption, not a shorter answer', () => {
    const line = createWireEncoder()(conversation(1)[0]!);
    const wrong: WireLine = { ...line, response: { ...line.response, chunkBytes: [3] } };
    expect(() => decodeLines([wrong])).toThrow(expect.objectContaining({ code: 'CASSETTE_CORRUPT' }));
    const orphan: WireLine = { ...line, request: { ...line.request, body: { like: 7, head: 1, tail: 1, text: '' } } };
    expect(() => decodeLines([orphan])).toThrow(expect.objectContaining({ code: 'CASSETTE_CORRUPT' }));
  });
});
