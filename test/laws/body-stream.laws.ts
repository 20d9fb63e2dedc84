import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BodyStream, createRedactor, detectors, type WindowSizes, windowSizes } from '../../src/cassette/redaction/index.ts';
import { joinChunks, type HeaderList } from '../../src/domain/http.ts';
import { argumentStreams, bodyOf, responseWith, textStreams } from '../cassette/redaction/exchanges.ts';
import { leakedPieces, type Specimen, specimens } from '../cassette/redaction/specimens.ts';

/*
 * Goal: a body that is redacted while it comes says what it says when it is redacted as a whole, however it is cut into chunks, and what is given away
 * before the end holds no secret. Method: the redaction of whole responses is the judge; bodies many times as long as the window, with windows so small
 * that they end at every place.
 */

const runs = { seed: 20_261_120, numRuns: 25 };
/** One of each kind of secret in each form of answer: each is cut at every position. */
const fewRuns = { seed: 7, numRuns: 1 };

/** So small that bodies of some kilobytes are parted many times; where every event carries a letter or two, there must be room for a hundred events. */
const small: WindowSizes = { heldBackMax: 3000, windowMin: 6000, windowMax: 60_000 };
const wide: WindowSizes = { heldBackMax: 20_000, windowMin: 30_000, windowMax: 200_000 };

interface Streamed {
  readonly bytes: Uint8Array;
  readonly chunks: readonly Uint8Array[];
  /** What was given before the end was known. */
  readonly early: Uint8Array;
}

function stream(body: Uint8Array, cuts: readonly number[], sizes = windowSizes, headers: HeaderList = []): Streamed {
  const streaming: BodyStream = createRedactor().responseBody(headers, sizes);
  const pieces: Uint8Array[] = [];
  const lengths: number[] = [];
  const work = (isEnd: boolean): void => {
    for (const piece of streaming.work(isEnd)) {
      if (piece === undefined) continue;
      pieces.push(piece.bytes);
      lengths.push(...piece.chunkBytes);
    }
  };
  let from = 0;
  for (const cut of [...cuts.toSorted((a, b) => a - b), body.length]) {
    streaming.push(body.subarray(from, cut));
    work(false);
    from = cut;
  }
  const early = joinChunks([...pieces]);
  work(true);
  const bytes = joinChunks(pieces);
  let offset = 0;
  return { bytes, early, chunks: lengths.map((length) => bytes.subarray(offset, (offset += length))) };
}

function chunksOf(body: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.toSorted((a, b) => a - b), body.length];
  return places.slice(1).map((end, index) => body.subarray(places[index], end));
}

function expectLikeWhole(body: Uint8Array, cuts: readonly number[], sizes: WindowSizes): Streamed {
  const streamed = stream(body, cuts, sizes);
  const whole = createRedactor().response({ ...responseWith([]), chunks: chunksOf(body, cuts) });
  expect(Buffer.from(streamed.bytes).toString('latin1')).toBe(Buffer.from(joinChunks(whole.chunks)).toString('latin1'));
  expect(streamed.chunks.map(({ length }) => length)).toEqual(whole.chunks.map(({ length }) => length));
  return streamed;
}

const filler = ['The parcel waits, ', 'and it goes back ', 'on Monday. ', 'Say "yes" or \\ no; ', 'naïve façade 漢字 😀. ', '12 of 450 left, '];
const anySpecimen: fc.Arbitrary<Specimen> = fc.constantFrom(...Object.values(specimens)).chain((specimen) => specimen);

/** A long text with secrets in it, cut into deltas. */
const deltas = fc
  .tuple(fc.array(fc.oneof(anySpecimen, ...filler.map((text) => fc.constant({ text, secret: '' }))), { minLength: 5, maxLength: 60 }), fc.nat(12))
  .map(([parts, size]) => ({ secrets: parts.filter(({ secret }) => secret !== ''), text: parts.map(({ text }) => text).join(' '), size: size + 1 }))
  .map(({ secrets, text, size }) => ({ secrets, sizes: size < 8 ? wide : small, pieces: text.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? [] }));

const writers = { ...textStreams, ...argumentStreams };

describe.each(Object.entries(writers))('%s', (_name, write) => {
  test('a body many times the window is redacted as if it were whole, whatever its chunks', () => {
    fc.assert(
      fc.property(deltas, fc.array(fc.nat(), { maxLength: 20 }), ({ secrets, pieces, sizes }, places) => {
        const body = Buffer.from(write(pieces));
        const streamed = expectLikeWhole(
          body,
          places.map((place) => place % (body.length + 1)),
          sizes,
        );
        for (const { secret } of secrets) expect(leakedPieces(secret, Buffer.from(streamed.early).toString())).toEqual([]);
      }),
      runs,
    );
  });

  test.each(detectors.map(({ name }) => name))('%s: its secret leaves a stream cut at every position, in chunks of a byte and in one', (name) => {
    fc.assert(
      fc.property(specimens[name]!, ({ secret, text }) => {
        for (let cut = 0; cut <= text.length; cut++) {
          const body = Buffer.from(write(['so: ', text.slice(0, cut), text.slice(cut), ' end']));
          const bytewise = Array.from({ length: body.length - 1 }, (_, index) => index + 1);
          for (const cuts of [[], bytewise]) {
            const { bytes } = stream(body, cuts);
            expect(leakedPieces(secret, Buffer.from(bytes).toString())).toEqual([]);
            expect(Buffer.from(bytes).toString()).toBe(bodyOf(createRedactor().response(responseWith([body]))));
          }
        }
      }),
      fewRuns,
    );
  });
});

describe('where the window ends', () => {
  const long = (text: string): string => `${'The parcel waits, and it goes back on Monday. '.repeat(200)}${text}${' Then it is gone.'.repeat(400)}`;

  test.each(['a plain text', 'a member of one document', 'an escaped member of one document', 'one large event', 'a line of an event'])(
    'a secret is found at every place before and behind it: %s',
    (form) => {
      for (const name of ['e-mail', 'card-number', 'provider-key', 'bearer', 'jwt', 'private-key']) {
        const [{ secret, text }] = fc.sample(specimens[name]!, { seed: 3, numRuns: 1 }) as [Specimen];
        for (let shift = 0; shift < 90; shift += 7) {
          const said = 'x'.repeat(shift) + long(text);
          const quoted = JSON.stringify(said);
          const escaped = `"${said.replaceAll(/[^ ]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
          const body = Buffer.from(
            form === 'a plain text'
              ? said
              : form === 'one large event'
                ? `data: {"type":"a","delta":${quoted}}\n\ndata: [DONE]\n\n`
                : form === 'a line of an event'
                  ? `: ${said.replaceAll('\n', ' ')}\n\n`
                  : `{"a":[1,{"said":${form.startsWith('an escaped') ? escaped : quoted},"n":12}],"b":true}`,
          );
          const { early, bytes } = expectLikeWhole(body, [], { heldBackMax: 3000, windowMin: 5000 + shift, windowMax: 60_000 });
          expect(early.length).toBeGreaterThan(1000);
          expect(leakedPieces(secret, Buffer.from(bytes).toString())).toEqual([]);
        }
      }
    },
  );

  test('bytes that are no text stay what they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 9000, maxLength: 20_000 }), fc.array(fc.nat(), { maxLength: 9 }), (bytes, places) => {
        const cuts = places.map((place) => place % (bytes.length + 1));
        const { chunks } = stream(bytes, cuts, small);
        expect(chunks.map((chunk) => Buffer.from(chunk).toString('hex'))).toEqual(
          chunksOf(bytes, cuts).map((chunk) => Buffer.from(chunk).toString('hex')),
        );
      }),
      { seed: 5, numRuns: 20 },
    );
  });

  test('a form gives up its secrets', () => {
    const body = Buffer.from(`${'a=1&'.repeat(3000)}client_secret=s3cr3t-value&to=jane%40example.com${'&b=2'.repeat(3000)}`);
    const headers: HeaderList = [['content-type', 'application/x-www-form-urlencoded']];
    const text = Buffer.from(stream(body, [], small, headers).bytes).toString();
    expect(text).toBe(bodyOf(createRedactor().response({ ...responseWith([body]), headers })));
    expect(text).not.toMatch(/s3cr3t|jane/);
  });
});

describe('what is too long to be held back', () => {
  const sizes: WindowSizes = { heldBackMax: 1000, windowMin: 2000, windowMax: 8000 };

  test.each([
    ['a key without end', `the key sk-1${'aB3'.repeat(20_000)} is long`, 'sk-1'],
    ['a token without end', `the token eyJhbGciOiJIUzI1NiJ9.${'aB3'.repeat(20_000)} is long`, 'aB3aB3'],
    [
      'a private key without end',
      `-----BEGIN RSA PRIVATE KEY-----\n${`${'aB3/'.repeat(16)}\n`.repeat(900)}-----END RSA PRIVATE KEY-----\n(this is long)`,
      'aB3/',
    ],
  ])('%s is dropped as far as it goes on, and nothing else', (_name, said, piece) => {
    for (const body of [said, `data: ${JSON.stringify({ delta: said })}\n\n`, JSON.stringify({ a: { said } })]) {
      const text = Buffer.from(stream(Buffer.from(body), [], sizes).bytes).toString();
      expect(text).toContain('[redacted:');
      expect(text).toContain('is long');
      expect(text).not.toContain(piece);
      expect(text.length).toBeLessThan(1000);
    }
  });

  test('the same in deltas', () => {
    const pieces = `the key sk-1${'aB3'.repeat(3000)} is long`.match(/.{1,9}/g)!;
    const text = Buffer.from(stream(Buffer.from(textStreams['Anthropic text_delta']!(pieces)), [], sizes).bytes).toString();
    expect(text).not.toMatch(/aB3|B3a/);
    expect(text).toContain('is lo');
  });
});

describe('log probabilities', () => {
  const tokens = ['jane', '@exam', 'ple.com'];
  const content = tokens.map((token) => ({ token, bytes: [...Buffer.from(token)] }));

  test('that come with the text are emptied from the secret on', () => {
    const event = (text: string, spelled: readonly object[]): string =>
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: text }, logprobs: { content: spelled } }] })}\n\n`;
    const clean = event('all is well, ', [{ token: 'all is well', bytes: [97] }]).repeat(300);
    const body = clean + tokens.map((token, index) => event(token, [content[index]!])).join('') + clean;
    const { bytes, early } = stream(Buffer.from(body), [], small);
    expect(Buffer.from(bytes).toString()).not.toMatch(/"(?:jane|@exam|ple\.com)"|106,97/);
    expect(Buffer.from(early).toString().startsWith(clean.slice(0, 5000))).toBe(true);
  });

  test('that come before the text, in a document larger than the window, are emptied whether or not there is a secret', () => {
    const many = Array.from({ length: 200 }, () => content).flat();
    const body = JSON.stringify({ choices: [{ logprobs: { content: many }, message: { content: 'jane@example.com' } }] });
    expect(Buffer.from(stream(Buffer.from(body), [], small).bytes).toString()).not.toMatch(/"(?:jane|@exam|ple\.com)"|106,97/);
  });
});

test('a copy ends on its own, and the stream goes on', () => {
  const streaming = createRedactor().responseBody([]);
  streaming.push(Buffer.from('data: {"delta":"jane@exam'));
  const early = [...streaming.copy().work(true)].flatMap((piece) => (piece === undefined ? [] : [Buffer.from(piece.bytes).toString()]));
  expect(early.join('')).toContain('jane@exam');
  streaming.push(Buffer.from('ple.com"}\n\n'));
  const whole = [...streaming.work(true)].flatMap((piece) => (piece === undefined ? [] : [Buffer.from(piece.bytes).toString()]));
  expect(whole.join('')).toBe('data: {"delta":"redacted-57e27ccd@redacted.invalid"}\n\n');
});
