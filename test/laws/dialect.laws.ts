import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dialectFor, dialectNamed, dialects, type Dialect } from '../../src/dialect/index.ts';
import {
  troubles,
  type Block,
  type ChatRequest,
  type ChatResponse,
  type FinishReason,
  type ProviderError,
  type Turn,
} from '../../src/domain/chat.ts';
import { RehearsalFailure } from '../../src/domain/failure.ts';
import { joinChunks, type HttpRequest, type HttpResponse } from '../../src/domain/http.ts';
import { canonicalJson, type Json } from '../../src/domain/json.ts';
import { mutationsOf } from '../dialect/mutations.ts';
import { requestSpecimens } from '../dialect/specimens.ts';

// Goal: what every dialect promises in the docstring of `Dialect`. Method: generated requests, answers, bytes and cuts, from one fixed seed, over the whole
// array, so that a new dialect is held to all of it without a line here.

const runs = { seed: 20261101, numRuns: 60 } as const;
const chatDialects = dialects.filter(({ operation }) => operation === 'chat');
const embedDialects = dialects.filter(({ operation }) => operation === 'embed');

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => text.trim() !== '');
const name = fc.stringMatching(/^[a-z][a-z_0-9]{0,15}$/);
const id = fc.stringMatching(/^[a-zA-Z0-9_]{4,20}$/);
const jsonObject = fc
  .dictionary(name, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 })
  .map((value) => JSON.parse(JSON.stringify(value).replaceAll('-0', '0')) as Json);
const count = fc.integer({ min: 1, max: 9_000 });

const callArbitrary = fc.record({ kind: fc.constant('tool-call' as const), id, name, arguments: jsonObject });
const textArbitrary = word.map((text) => ({ kind: 'text' as const, text }));
const reasoningArbitrary = word.map((text) => ({ kind: 'reasoning' as const, text }));
/** In the order in which every provider can hold them: thoughts, text, calls. */
const answeredBlocks = fc
  .tuple(fc.option(reasoningArbitrary), fc.option(textArbitrary), fc.uniqueArray(callArbitrary, { maxLength: 3, selector: (call) => call.id }))
  .map(([reasoning, text, calls]): Block[] => [...(reasoning ? [reasoning] : []), ...(text ? [text] : []), ...calls]);
const usageArbitrary = fc
  .record({ inputTokens: count, outputTokens: count, cached: fc.option(count), reasoning: fc.option(count) })
  .map(({ inputTokens, outputTokens, cached, reasoning }) => ({
    inputTokens: inputTokens + (cached ?? 0),
    outputTokens: outputTokens + (reasoning ?? 0),
    ...(cached === null ? {} : { cachedInputTokens: cached }),
    ...(reasoning === null ? {} : { reasoningTokens: reasoning }),
  }));

const wholeAnswer = fc
  .record({ id, model: name, blocks: answeredBlocks, usage: fc.option(usageArbitrary), cutShort: fc.boolean() })
  .map(({ usage, cutShort, ...rest }): ChatResponse => {
    const ordinary: FinishReason = rest.blocks.some(({ kind }) => kind === 'tool-call') ? 'tool-calls' : 'stop';
    return { ...rest, finish: { reason: cutShort ? 'length' : ordinary, raw: '' }, ...(usage === null ? {} : { usage }), complete: true };
  });

/** Numbers as JSON keeps them: `-0` is written as `0`. */
function textOf(value: unknown): string {
  return canonicalJson(JSON.parse(JSON.stringify(value)) as Json);
}

/** The provider's own word for the finish is not part of the meaning. */
function meaningOf({ finish, ...rest }: ChatResponse): string {
  return textOf({ ...rest, reason: finish?.reason });
}

function cutAt(response: HttpResponse, places: readonly number[]): HttpResponse {
  const bytes = joinChunks(response.chunks);
  const borders = [0, ...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return { ...response, chunks: borders.slice(1).map((end, index) => bytes.subarray(borders[index], end)) };
}

function tryReading(dialect: Dialect, request: HttpRequest): ChatRequest | 'unreadable' {
  try {
    return dialect.readRequest(request);
  } catch (thrown) {
    if (thrown instanceof RehearsalFailure && thrown.code === 'UNREADABLE_REQUEST') return 'unreadable';
    throw thrown;
  }
}

test('there are dialects of both operations, their names differ, and each is found by its name and by its own requests', () => {
  expect(chatDialects.length).toBeGreaterThanOrEqual(4);
  expect(embedDialects.length).toBeGreaterThanOrEqual(2);
  expect(new Set(dialects.map((dialect) => dialect.name)).size).toBe(dialects.length);
  for (const dialect of dialects) {
    expect(dialectNamed(dialect.name)).toBe(dialect);
    for (const stream of dialect.operation === 'chat' ? [false, true] : [false]) {
      const turns: Turn[] = [{ role: 'user', blocks: [{ kind: 'text', text: 'hello' }] }];
      const request = dialect.writeRequest({ operation: dialect.operation, model: 'm', stream, system: [], tools: [], parameters: {}, turns });
      expect(dialectFor(request)).toBe(dialect);
      expect(dialectFor({ ...request, method: 'GET' })).toBeUndefined();
      expect(dialectFor({ ...request, url: `/http${request.url}` })).toBeUndefined();
    }
  }
  expect(dialectNamed('morse')).toBeUndefined();
});

describe.each(chatDialects)('$name', (dialect) => {
  test('a whole answer reads the same after it was written, streamed or not', () => {
    fc.assert(
      fc.property(wholeAnswer, fc.boolean(), (answer, stream) => {
        const once = dialect.readResponse(dialect.writeResponse(answer, { stream }));
        expect(meaningOf(once)).toBe(meaningOf(answer));
        for (const again of [false, true]) expect(textOf(dialect.readResponse(dialect.writeResponse(once, { stream: again })))).toBe(textOf(once));
      }),
      runs,
    );
  });

  test('a stream is sent in several deltas, one event a chunk', () => {
    const answer: ChatResponse = { blocks: [{ kind: 'text', text: 'It is sunny in Rome today.' }], complete: true };
    const { chunks, headers } = dialect.writeResponse(answer, { stream: true });
    expect(chunks.length).toBeGreaterThan(4);
    expect(headers[0]![1]).toContain('text/event-stream');
    for (const chunk of chunks) expect(Buffer.from(chunk).toString()).toMatch(/^(event|data): [^]*[^\n]\n\n$/);
  });

  test('an answer that broke off is a stream without its end, and reads the same', () => {
    fc.assert(
      fc.property(fc.record({ id, model: name, blocks: answeredBlocks }), ({ blocks, ...identity }) => {
        fc.pre(blocks.length > 0);
        const answer: ChatResponse = { ...identity, blocks, complete: false };
        const written = dialect.writeResponse(answer, { stream: true });
        expect(textOf(dialect.readResponse(written))).toBe(textOf(answer));
        // Nor does it become whole by ending in good order, or by a reason to finish.
        const reasoned = dialect.writeResponse({ ...answer, finish: { reason: 'length', raw: '' } }, { stream: true });
        expect(dialect.readResponse({ ...reasoned, ending: 'complete' }).complete).toBe(false);
        expect(dialect.readResponse({ ...written, ending: 'complete' }).complete).toBe(false);
        expect(dialect.readResponse(dialect.writeResponse(answer, { stream: false })).complete).toBe(false);
      }),
      runs,
    );
  });

  test('a call with half-written arguments keeps the text', () => {
    const call: Block = { kind: 'tool-call', id: 'call_1', name: 'weather', malformed: '{"city":"Ro' };
    for (const complete of [true, false]) {
      for (const stream of [true, false]) {
        const read = dialect.readResponse(dialect.writeResponse({ blocks: [call], complete }, { stream }));
        // A stream of Gemini's has whole calls only, and its JSON a text in place of the object.
        expect(read.blocks).toEqual([call]);
      }
    }
  });

  test('an error after some blocks comes in the middle of the stream, and both are read', () => {
    fc.assert(
      fc.property(fc.record({ id, model: name, text: word, message: word }), ({ id: answerId, model, text, message }) => {
        const error = dialect.readResponse(dialect.writeError({ status: 500, type: '', message })).error!;
        const answer: ChatResponse = { id: answerId, model, blocks: [{ kind: 'text', text }], complete: false, error };
        const written = dialect.writeResponse(answer, { stream: true });
        expect(written.status).toBe(200);
        expect(textOf(dialect.readResponse(written))).toBe(textOf(answer));
      }),
      runs,
    );
  });

  test('cut anywhere, inside a character too, an answer reads the same', () => {
    fc.assert(
      fc.property(wholeAnswer, fc.boolean(), fc.array(fc.nat({ max: 20_000 }), { minLength: 1, maxLength: 8 }), (answer, stream, places) => {
        const blocks: Block[] = [
          { kind: 'text', text: `Grüße 😀 ${textOf(answer.id)}` },
          ...answer.blocks.filter(({ kind }) => kind === 'tool-call'),
        ];
        const written = dialect.writeResponse({ ...answer, blocks }, { stream });
        expect(dialect.readResponse(cutAt(written, places))).toEqual(dialect.readResponse(written));
      }),
      runs,
    );
    const written = dialect.writeResponse({ blocks: [{ kind: 'text', text: '😀é' }], complete: true }, { stream: true });
    const whole = dialect.readResponse(written);
    for (let place = 0; place < joinChunks(written.chunks).length; place++) expect(dialect.readResponse(cutAt(written, [place]))).toEqual(whole);
  });

  test('other line ends, comments and a missing last blank line change nothing', () => {
    const answer: ChatResponse = { blocks: [{ kind: 'text', text: 'It is sunny.' }], complete: true };
    const written = dialect.writeResponse(answer, { stream: true });
    const text = Buffer.from(joinChunks(written.chunks)).toString();
    const whole = dialect.readResponse(written);
    const spellings = [
      text.replaceAll('\n', '\r\n'),
      text.replaceAll('\n', '\r'),
      `: hello\n\n${text.replaceAll('\n\n', '\n\n: ping\n\n')}`,
      text.trimEnd(),
      `\ufeff${text}`,
    ];
    for (const spelling of spellings) expect(dialect.readResponse({ ...written, chunks: [Buffer.from(spelling)] })).toEqual(whole);
    const json = dialect.writeResponse(answer, { stream: false });
    for (const before of ['\n  \n', '\ufeff']) {
      const padded = { ...json, chunks: [Buffer.from(before), ...json.chunks, Buffer.from('  \r\n')] };
      expect(dialect.readResponse(padded)).toEqual(dialect.readResponse(json));
    }
  });

  test('an answer that stops at any byte is never read as complete before its end, nor as malformed', () => {
    const blocks: Block[] = [
      { kind: 'reasoning', text: 'Thinking é' },
      { kind: 'text', text: 'Grüße 😀 to you' },
      { kind: 'tool-call', id: 'call_1', name: 'weather', arguments: { city: 'Rome' } },
      { kind: 'tool-call', id: 'call_2', name: 'weather', arguments: { city: 'Paris', days: 2 } },
    ];
    const answer: ChatResponse = { id: 'x', model: 'm', blocks, complete: true };
    for (const stream of [true, false]) {
      const written = dialect.writeResponse(answer, { stream });
      const bytes = joinChunks(written.chunks);
      let completeAt = 0;
      for (let length = 0; length <= bytes.length; length++) {
        const read = dialect.readResponse({
          ...written,
          chunks: [bytes.subarray(0, length)],
          ending: length === bytes.length ? 'complete' : 'aborted',
        });
        if (stream) expect(read.malformed, `at byte ${length}`).toBeUndefined();
        if (!read.complete) continue;
        completeAt ||= length;
        expect(read.blocks).toEqual(dialect.readResponse(written).blocks);
        expect(read.finish?.reason).toBe('tool-calls');
      }
      expect(completeAt).toBeGreaterThan(stream ? bytes.length * 0.5 : bytes.length - 1);
      if (!stream) expect(dialect.readResponse({ ...written, ending: 'aborted' }).complete).toBe(false);
    }
  });

  test('a request reads the same after it was written', () => {
    fc.assert(
      fc.property(requestArbitrary, (request) => {
        const once = dialect.readRequest(dialect.writeRequest(request));
        expect(textOf(dialect.readRequest(dialect.writeRequest(once)))).toBe(textOf(once));
        expect({ ...once, turns: [], system: [] }).toEqual({ ...request, turns: [], system: [] });
        // How blocks are grouped into turns and who sends a tool's result is the provider's affair.
        expect(once.turns.flatMap(({ blocks }) => blocks)).toEqual(request.turns.flatMap(({ blocks }) => blocks));
        expect(once.system).toEqual(request.system);
      }),
      runs,
    );
  });
});

const turnArbitrary = fc.oneof(
  textArbitrary.map((block): Turn => ({ role: 'user', blocks: [block] })),
  fc
    .tuple(fc.option(textArbitrary), fc.array(callArbitrary, { minLength: 1, maxLength: 2 }))
    .map(([text, calls]): Turn => ({ role: 'assistant', blocks: [...(text ? [text] : []), ...calls] })),
  fc
    .record({ id, name, text: word })
    .map((result): Turn => ({ role: 'tool', blocks: [{ kind: 'tool-result', id: result.id, content: [{ kind: 'text', text: result.text }] }] })),
);
const requestArbitrary: fc.Arbitrary<ChatRequest> = fc.record({
  operation: fc.constant('chat' as const),
  model: name,
  stream: fc.boolean(),
  system: fc.option(textArbitrary).map((block) => (block ? [block] : [])),
  tools: fc.array(fc.record({ name: name.map((text) => `t_${text}`), description: word, schema: jsonObject }), { maxLength: 2 }),
  parameters: fc
    .dictionary(
      name.map((text) => `p_${text}`),
      fc.jsonValue({ maxDepth: 1 }),
      { maxKeys: 3 },
    )
    .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, Json>),
  turns: fc.array(turnArbitrary, { minLength: 1, maxLength: 5 }),
});

describe.each(embedDialects)('$name', (dialect) => {
  test('requests and vectors read the same after they were written', () => {
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 4 }),
        fc.array(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1, max: 1 }), { minLength: 1, maxLength: 5 }), {
          minLength: 1,
          maxLength: 4,
        }),
        (texts, vectors) => {
          const turns: Turn[] = [{ role: 'user', blocks: texts.map((text) => ({ kind: 'text', text })) }];
          const request: ChatRequest = { operation: 'embed', model: 'm', stream: false, system: [], tools: [], parameters: {}, turns };
          const once = dialect.readRequest(dialect.writeRequest(request));
          expect(once.turns).toEqual(turns);
          expect(dialect.readRequest(dialect.writeRequest(once))).toEqual(once);
          const answer = dialect.readResponse(dialect.writeResponse({ blocks: [], embeddings: vectors, complete: true }, { stream: false }));
          expect(textOf(answer.embeddings)).toBe(textOf(vectors));
          expect(answer.complete).toBe(true);
          expect(answer.malformed).toBeUndefined();
        },
      ),
      runs,
    );
  });
});

describe.each(dialects)('$name', (dialect) => {
  const specimens = requestSpecimens.filter((specimen) => specimen.dialect === dialect.name);
  const [first] = specimens;

  test('a change of any leaf, and the loss of any member or element, changes what is read', () => {
    expect(specimens.length, 'a specimen in test/dialect/specimens.ts').toBeGreaterThan(0);
    for (const { url, body, harmless = [] } of specimens) {
      const request = (value: Json): HttpRequest => ({ method: 'POST', url, headers: [], body: Buffer.from(JSON.stringify(value)) });
      expect(dialectFor(request(body))).toBe(dialect);
      const read = dialect.readRequest(request(body));
      expect(textOf(dialect.readRequest(dialect.writeRequest(read)))).toBe(textOf(read));
      const same: string[] = [];
      let mutations = 0;
      for (const { where, value } of mutationsOf(body)) {
        mutations++;
        const other = tryReading(dialect, request(value));
        if (other !== 'unreadable' && textOf(dialect.readRequest(dialect.writeRequest(other))) !== textOf(other))
          same.push(`${where} does not survive being written`);
        if (textOf(other) === textOf(read)) same.push(where);
      }
      expect(mutations).toBeGreaterThan(5);
      expect(same).toEqual(harmless);
    }
  });

  test('white space and the order of members change nothing', () => {
    for (const { url, body } of specimens) {
      const spell = (text: string): ChatRequest => dialect.readRequest({ method: 'POST', url, headers: [], body: Buffer.from(text) });
      const reversed = (value: Json): Json => {
        if (Array.isArray(value)) return (value as readonly Json[]).map(reversed);
        return typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .toReversed()
                .map(([key, member]) => [key, reversed(member)]),
            )
          : value;
      };
      expect(textOf(spell(JSON.stringify(reversed(body), null, 3)))).toBe(textOf(spell(JSON.stringify(body))));
    }
  });

  test('whatever a client sends, reading throws nothing but UNREADABLE_REQUEST, and what is read can be written', () => {
    const anyJson = fc.jsonValue({ maxDepth: 4, noUnicodeString: false });
    const bytes = fc.uint8Array({ maxLength: 60 });
    fc.assert(
      fc.property(
        fc.oneof(
          bytes,
          anyJson.map((value) => Buffer.from(JSON.stringify(value))),
          brokenBody(first!.body),
        ),
        (body) => {
          const read = tryReading(dialect, { method: 'POST', url: first!.url, headers: [], body });
          if (read !== 'unreadable') expect(textOf(tryReading(dialect, dialect.writeRequest(read)))).toBe(textOf(read));
        },
      ),
      { ...runs, numRuns: 600 },
    );
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    for (const text of [
      '',
      'null',
      '[]',
      '{',
      '"x"',
      '{"messages":[null]}',
      '\ud800',
      `{"messages":${deep},"input":${deep},"contents":${deep}}`,
      `{"x":1.00000000000000000001,"y":${deep}}`,
    ]) {
      tryReading(dialect, { method: 'POST', url: first!.url, headers: [], body: Buffer.from(text) });
    }
    expect(tryReading(dialect, { method: 'POST', url: first!.url, headers: [], body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) })).toBe(
      'unreadable',
    );
  });

  test('whatever a server sends, reading never throws', () => {
    const answer: ChatResponse = {
      blocks: [{ kind: 'text', text: 'It is sunny' }],
      embeddings: [[1, 2]],
      finish: { reason: 'stop', raw: '' },
      complete: true,
    };
    const bodies = [false, true].map((stream) => Buffer.from(joinChunks(dialect.writeResponse(answer, { stream }).chunks)).toString());
    const payload = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.jsonValue({ maxDepth: 4 }).map((value) => Buffer.from(JSON.stringify(value))),
      fc
        .array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 4 })
        .map((values) => Buffer.from(values.map((value) => `data: ${JSON.stringify(value)}\n\n`).join(''))),
      ...bodies.flatMap((body) => [scrambled(body), body.startsWith('{') ? brokenBody(JSON.parse(body) as Json) : brokenEvents(body)]),
    );
    fc.assert(
      fc.property(
        payload,
        fc.constantFrom(200, 204, 302, 400, 429, 500),
        fc.constantFrom('text/event-stream', 'application/json', 'text/html'),
        fc.constantFrom('complete' as const, 'aborted' as const),
        (body, status, type, ending) => {
          const read = dialect.readResponse({ status, statusText: '', headers: [['Content-Type', type]], chunks: [body], ending });
          expect(Array.isArray(read.blocks)).toBe(true);
          if (status >= 400) expect(read.error?.status).toBe(status);
        },
      ),
      { ...runs, numRuns: 3_000 },
    );
    const deep = `{"error":${'['.repeat(20_000)}${']'.repeat(20_000)},"choices":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    for (const chunks of [[], [Buffer.from(deep)], [Buffer.from(`data: ${deep}\n\n`)]]) {
      expect(dialect.readResponse({ status: 500, statusText: '', headers: [], chunks, ending: 'complete' }).blocks).toEqual([]);
    }
  });

  test('what is not JSON, or not of this provider, is said in `malformed`', () => {
    for (const body of [
      '<!doctype html><title>Bad gateway</title>',
      'upstream error',
      '',
      '{"choices":[',
      '[1]',
      '"text"',
      'data: {"half\n\n',
      '{"hello":"world"}',
    ]) {
      const read = dialect.readResponse({
        status: 200,
        statusText: 'OK',
        headers: [['content-type', 'application/json']],
        chunks: [Buffer.from(body)],
        ending: 'complete',
      });
      expect(read.malformed, body).toMatch(/^[A-Z].*/);
      expect(read.blocks).toEqual([]);
    }
    const gateway = dialect.readResponse({
      status: 502,
      statusText: 'Bad Gateway',
      headers: [],
      chunks: [Buffer.from('<html>no</html>')],
      ending: 'complete',
    });
    expect(gateway.error).toMatchObject({ status: 502, message: '<html>no</html>' });
    expect(gateway.malformed).toContain('HTML');
  });

  test('an error reads the same after it was written', () => {
    const errorArbitrary = fc.record({
      status: fc.constantFrom(400, 401, 403, 404, 413, 429, 500, 502, 503, 504, 529),
      type: name,
      message: word,
      wait: fc.option(fc.nat({ max: 90 })),
    });
    fc.assert(
      fc.property(errorArbitrary, ({ wait, ...rest }) => {
        const error: ProviderError = { ...rest, ...(wait === null ? {} : { retryAfterSeconds: wait }) };
        const written = dialect.writeError(error);
        expect(written.status).toBe(error.status);
        expect(dialect.readResponse(written)).toEqual({ blocks: [], complete: true, error });
        for (const stream of [true, false]) expect(dialect.writeResponse({ blocks: [], complete: true, error }, { stream })).toEqual(written);
        const untyped = dialect.readResponse(dialect.writeError({ ...error, type: '' })).error!;
        expect(untyped.type).not.toBe('');
      }),
      runs,
    );
  });

  test('how long to wait is read from seconds, from milliseconds, and from a date against the response’s own', () => {
    const written = dialect.writeError({ status: 429, type: 'busy', message: 'Slow down.' });
    const wait = (...headers: readonly (readonly [string, string])[]): number | undefined =>
      dialect.readResponse({ ...written, headers: [...written.headers, ...headers] }).error?.retryAfterSeconds;
    expect(wait()).toBeUndefined();
    expect(wait(['Retry-After', '20'])).toBe(20);
    expect(wait(['retry-after-ms', '1500'], ['retry-after', '2'])).toBe(1.5);
    expect(wait(['Date', 'Sun, 02 Aug 2026 22:26:49 GMT'], ['Retry-After', 'Sun, 02 Aug 2026 22:27:49 GMT'])).toBe(60);
    expect(wait(['Date', 'Sun, 02 Aug 2026 22:26:49 GMT'], ['Retry-After', 'Sun, 02 Aug 2026 22:00:00 GMT'])).toBe(0);
    expect(wait(['Retry-After', 'Sun, 02 Aug 2026 22:27:49 GMT'])).toBeUndefined();
    expect(wait(['Retry-After', 'soon'])).toBeUndefined();
  });

  test('the same is always written in the same bytes', () => {
    const answer: ChatResponse = {
      blocks: [
        { kind: 'text', text: 'Hi' },
        { kind: 'tool-call', id: '', name: 'f', arguments: {} },
      ],
      embeddings: [[1]],
      complete: true,
    };
    for (const stream of [true, false])
      expect(dialect.writeResponse(answer, { stream })).toEqual(dialect.writeResponse(structuredClone(answer), { stream }));
  });
});

/** A body with one to three of its leaves or members changed or lost. */
function brokenBody(body: Json): fc.Arbitrary<Uint8Array> {
  const replacement = fc.constantFrom<Json>(null, 0, -1, 'x', '', true, [], {}, [null], { type: 'text' }, [[]], { role: 1 });
  return fc.array(fc.tuple(fc.nat({ max: 400 }), replacement), { minLength: 1, maxLength: 3 }).map((changes) => {
    let value = body;
    for (const [place, put] of changes) value = replaceAt(value, place, put);
    return Buffer.from(JSON.stringify(value));
  });
}

/** Replaces the value that is the `place`th of a walk, counted round and round. */
function replaceAt(root: Json, place: number, put: Json): Json {
  let size = 0;
  const walk = (value: Json, wanted: number): Json => {
    if (size++ === wanted) return put;
    if (Array.isArray(value)) return (value as readonly Json[]).map((element) => walk(element, wanted));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, walk(member, wanted)]));
    return value;
  };
  walk(root, -1);
  const wanted = size === 0 ? 0 : place % size;
  size = 0;
  return walk(root, wanted);
}

/** A stream of which events are lost, doubled, moved or broken. */
function brokenEvents(text: string): fc.Arbitrary<Uint8Array> {
  const events = text.split(/(?<=\n\n)/);
  const event = fc.constantFrom(...events).chain((whole) => {
    const data = /data: (\{.*\})/.exec(whole)?.[1];
    return data === undefined
      ? fc.constant(whole)
      : fc.oneof(
          fc.constant(whole),
          brokenBody(JSON.parse(data) as Json).map((bytes) => `data: ${Buffer.from(bytes).toString()}\n\n`),
        );
  });
  return fc.array(event, { maxLength: 12 }).map((list) => Buffer.from(list.join('')));
}

/** A text with a piece cut out and another put in. */
function scrambled(text: string): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(fc.nat({ max: text.length }), fc.nat({ max: 30 }), fc.string({ maxLength: 5 }))
    .map(([at, length, put]) => Buffer.from(text.slice(0, at) + put + text.slice(at + length)));
}

describe.each(dialects)('the troubles of $name', (dialect) => {
  test.each([...troubles])('%s reads as the error that it says it is', (trouble) => {
    const { error, headers = [] } = dialect.troubles[trouble];
    const written = dialect.writeError(error);
    expect(written.status).toBe(error.status);
    expect(dialect.readResponse(written).error).toEqual(error);
    // What is sent beside it says nothing else.
    expect(dialect.readResponse({ ...written, headers: [...written.headers, ...headers] }).error).toEqual(error);
  });

  test('in mid-stream it is an error after what was said; who does not stream has none', () => {
    const { error } = dialect.troubles.overloaded;
    const turns: Turn[] = [{ role: 'user', blocks: [{ kind: 'text', text: 'hello' }] }];
    const blocks: Block[] = [{ kind: 'text', text: 'It is sunny in Rome today.' }];
    // Without further parameters Gemini streams a JSON array.
    for (const parameters of [{}, { '?alt': 'sse' }]) {
      const request = dialect.writeRequest({ operation: dialect.operation, model: 'm', stream: true, system: [], tools: [], parameters, turns });
      for (const count of [0, 3]) {
        const event = dialect.writeStreamError(error, { request, eventCount: count });
        if (dialect.operation === 'embed') {
          expect(event).toBeUndefined();
          continue;
        }
        const { chunks, ...head } = dialect.writeResponse({ blocks, complete: true }, { stream: true, request });
        const read = dialect.readResponse({ ...head, chunks: [...chunks.slice(0, count), event!], ending: 'complete' });
        expect([read.error?.message, read.complete, read.malformed]).toEqual([error.message, false, undefined]);
      }
    }
  });
});
