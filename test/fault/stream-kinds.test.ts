import { describe, expect, test } from 'vitest';
import { dialects } from '../../src/dialect/index.ts';
import type { Block } from '../../src/domain/chat.ts';
import { isUtf8, joinChunks } from '../../src/domain/http.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { parseServerSentEvents } from '../../src/domain/sse.ts';
import { heard, kindNamed, specimenOf, strike, type StrikeSpecimen, type Struck } from '../support/strike.ts';

// Goal: what a faulty stream is on the wire, in every dialect: which events come, which come twice, are cut or are no JSON, and in which words it fails. Method:
// every kind of the site `stream` strikes real streams; their events are compared with those of the real one.

const said = 'I refunded — été 😀 — in full.';
const words: readonly Block[] = [{ kind: 'text', text: said }];
const spoken = dialects.filter(({ operation }) => operation === 'chat');

function eventsOf(text: string): readonly string[] {
  return parseServerSentEvents(text).map(({ start, end }) => text.slice(start, end));
}

function isJson(event: string): boolean {
  const [parsed] = parseServerSentEvents(event);
  try {
    JSON.parse(parsed?.data ?? '');
    return true;
  } catch {
    return parsed?.data === '[DONE]';
  }
}

describe.each(spoken)('$name', (dialect) => {
  const specimen: StrikeSpecimen = specimenOf(dialect, words);
  const real = eventsOf(Buffer.from(joinChunks(specimen.response.chunks)).toString());
  const struckBy = (fault: string, settings: JsonObject = {}): Promise<Struck> => strike(kindNamed(fault), specimen, settings);
  /** How many events come until something is said. */
  const speaking =
    1 +
    real.findIndex((_, index) => {
      const chunks = [Buffer.from(real.slice(0, index + 1).join(''))];
      return dialect.readResponse({ ...specimen.response, chunks, ending: 'aborted' }).blocks.length > 0;
    });

  test('the end is missing: one event, or several, or all', async () => {
    for (const count of [1, 3, real.length, real.length + 5]) {
      const { text, response, fired } = await struckBy('stream-ends-early', { withoutLastEvents: count });
      expect([text, response.ending, fired.length]).toEqual([real.slice(0, Math.max(0, real.length - count)).join(''), 'complete', 1]);
    }
    const { response } = await struckBy('stream-ends-early', { withoutLastEvents: 1, how: 'reset' });
    expect(response.ending).toBe('aborted');
  });

  test("an error in mid-stream, in the provider's own words, and nothing after it", async () => {
    for (const trouble of ['overloaded', 'server-error'] as const) {
      const struck = await struckBy('error-in-stream', { trouble });
      const events = eventsOf(struck.text);
      expect(events.slice(0, -1)).toEqual(real.slice(0, speaking));
      const { error, complete, blocks } = heard(specimen, struck);
      const { status, type, message } = dialect.troubles[trouble].error;
      expect(error).toMatchObject({ message, ...(dialect.name.startsWith('openai') ? {} : { status, type }) });
      expect([complete, blocks.length]).toEqual([false, 1]);
    }
    const first = await struckBy('error-in-stream', { afterEvents: 0 });
    expect(eventsOf(first.text)).toHaveLength(1);
    expect((await struckBy('error-in-stream', { afterEvents: real.length + 1 })).fired).toEqual([]);
  });

  test('the answer itself says that it failed, where the provider has words for that', async () => {
    const struck = await struckBy('error-in-stream', { how: 'failed' });
    const last = eventsOf(struck.text).at(-1)!;
    const names = { 'openai-responses': 'response.failed', 'anthropic-messages': 'error' } as Readonly<Record<string, string>>;
    expect(parseServerSentEvents(last)[0]!.event).toBe(names[dialect.name]);
    const { error, complete } = heard(specimen, struck);
    expect([error !== undefined, complete]).toEqual([true, dialect.name === 'openai-responses']);
    if (dialect.name !== 'openai-responses') return;
    const ids = eventsOf(struck.text).flatMap((event) => Array.from(event.matchAll(/"id":"(answer[^"]*)"/g), ([, id]) => id));
    expect(new Set(ids)).toEqual(new Set(['answer_1']));
    expect(last).toContain(`"sequence_number":${speaking}`);
  });

  test('one event twice, one that is no JSON, none at all', async () => {
    const twice = eventsOf((await struckBy('repeated-event')).text);
    expect(twice).toEqual([...real.slice(0, speaking), ...real.slice(speaking - 1)]);
    expect(eventsOf((await struckBy('repeated-event', { event: 1 })).text)).toEqual([real[0], ...real]);
    const malformed = eventsOf((await struckBy('malformed-event')).text);
    expect(malformed.map((event, index) => (isJson(event) ? index : -1))).toEqual(real.map((_, index) => (index === speaking - 1 ? -1 : index)));
    expect((await struckBy('empty-stream')).text).toBe('');
    expect((await struckBy('repeated-event', { event: real.length + 1 })).fired).toEqual([]);
  });

  test('cut inside an event, and inside a character', async () => {
    const { text } = await struckBy('cut-in-stream');
    const pieces = eventsOf(text);
    expect(pieces.slice(0, -1)).toEqual(real.slice(0, speaking - 1));
    expect(real[speaking - 1]!.startsWith(pieces.at(-1)!)).toBe(true);
    expect(pieces.at(-1)!.length).toBeLessThan(real[speaking - 1]!.length - 2);
    const half = await struckBy('cut-in-stream', { inside: 'character', how: 'reset' });
    const bytes = joinChunks(half.response.chunks);
    expect([isUtf8(bytes), isUtf8(bytes.subarray(0, -1)), half.response.ending]).toEqual([false, true, 'aborted']);
    const ascii = specimenOf(dialect, [{ kind: 'text', text: 'I refunded it in full.' }]);
    expect((await strike(kindNamed('cut-in-stream'), ascii, { inside: 'character' })).fired).toEqual([]);
  });

  test('a server that escapes its characters is cut inside the same one', async () => {
    const escape = (text: string): string => text.replaceAll(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    for (const text of ['Refunded — all', 'été', 'so 😀', 'ж', 'a\\ b é']) {
      const plain = specimenOf(dialect, [{ kind: 'text', text }]);
      const chunks = plain.response.chunks.map((chunk) => Buffer.from(escape(Buffer.from(chunk).toString())));
      const escaped = { ...plain, response: { ...plain.response, chunks } };
      const [expected, same] = await Promise.all([plain, escaped].map((each) => strike(kindNamed('cut-in-stream'), each, { inside: 'character' })));
      expect(expected!.fired).toHaveLength(1);
      expect(same!.text, text).toBe(expected!.text);
    }
  });

  test('nothing is struck that is no stream of events', async () => {
    const whole = specimenOf(dialect, words, { stream: false });
    for (const fault of ['error-in-stream', 'slow-tokens', 'cut-in-stream', 'empty-stream', 'repeated-event', 'malformed-event']) {
      const { fired, response } = await strike(kindNamed(fault), whole);
      expect([fired, response.chunks]).toEqual([[], whole.response.chunks]);
    }
  });
});
