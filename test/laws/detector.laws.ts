import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor, detectors } from '../../src/cassette/redaction/index.ts';
import { argumentStreams, bodyOf, requestWith, responseWith, textStreams } from '../cassette/redaction/exchanges.ts';
import { leakedPieces, type Specimen, specimens } from '../cassette/redaction/specimens.ts';

/*
 * Goal: no secret of any detector reaches the disk, wherever it stands and however it is written or cut; and scrubbing is a function that can be
 * applied again. Method: random secrets from fixed seeds, put into every place; the output must hold no six characters of them.
 */

const runs = { seed: 20_241_120, numRuns: 40 };
const fewRuns = { seed: 7, numRuns: 3 };

function scrubbedBody(body: string): string {
  return bodyOf(createRedactor().request(requestWith({ body })));
}

function expectClean({ secret }: Specimen, output: string): void {
  expect(leakedPieces(secret, output), output).toEqual([]);
}

/** Every character as a JSON escape: the hardest legal spelling. */
function fullyEscaped(text: string): string {
  return Array.from({ length: text.length }, (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
}

test('there are detectors, and a specimen for each', () => {
  expect(detectors.length).toBeGreaterThan(0);
  expect(Object.keys(specimens).sort()).toEqual(detectors.map(({ name }) => name).sort());
});

test('no hint matches a comma: what was found clean up to one need not be looked at again', () => {
  for (const { name, hint } of detectors) {
    const source = hint.source
      .replaceAll(/\{\d+(?:,\d*)?\}/g, '')
      .replaceAll(/\[(?:\\.|[^\]\\])*\]/g, (set) => (/^\[\^|,|\\[DSW]/.test(set) ? ',' : ''));
    expect(source.replaceAll(/\\[^DSWnstvp]/g, ''), name).not.toMatch(/[,.]|\\[DSWstvp]/);
  }
});

describe.each(detectors.map((detector) => [detector.name, detector] as const))('%s', (name, detector) => {
  const specimen = specimens[name]!;

  test('finds its secret alone in a text, and its hint agrees', () => {
    fc.assert(
      fc.property(specimen, ({ secret, text }) => {
        expect(detector.find(text).map(({ start, end }) => text.slice(start, end))).toEqual([secret]);
        expect(detector.hint.test(text)).toBe(true);
        expect(detector.hint.test(JSON.stringify(JSON.stringify(text)))).toBe(true);
      }),
      runs,
    );
  });

  test('never finds its own placeholder, which is safe in JSON, headers and URLs', () => {
    fc.assert(
      fc.property(specimen, ({ secret, text }) => {
        const placeholder = detector.placeholder(secret);
        expect(detector.find(text.replace(secret, placeholder))).toEqual([]);
        expect(JSON.stringify(placeholder)).toBe(`"${placeholder}"`);
        expect(new URL(`http://127.0.0.1/?a=${placeholder}`).searchParams.get('a')).toBe(placeholder);
        expect(placeholder).toMatch(/^[\x21-\x7e]+$/);
      }),
      runs,
    );
  });

  test('has one placeholder for one secret, another for another', () => {
    fc.assert(
      fc.property(specimen, specimen, (one, other) => {
        expect(detector.placeholder(one.secret)).toBe(detector.placeholder(one.secret));
        if (one.secret.replaceAll(/[ -]/g, '') !== other.secret.replaceAll(/[ -]/g, '')) {
          expect(detector.placeholder(one.secret)).not.toBe(detector.placeholder(other.secret));
          expect(createRedactor().text(one.text)).not.toBe(createRedactor().text(other.text));
        }
      }),
      runs,
    );
  });

  test('its secret leaves headers and URLs', () => {
    fc.assert(
      fc.property(specimen, (found) => {
        const line = found.text.replaceAll('\n', '\\n');
        const request = requestWith({
          url: `/http/api/a/${encodeURIComponent(found.text)}?q=${encodeURIComponent(found.text)}`,
          headers: [['x-note', line]],
        });
        const scrubbed = createRedactor().request(request);
        expectClean(found, scrubbed.url);
        expectClean(found, decodeURIComponent(scrubbed.url));
        expectClean(found, scrubbed.headers[0]![1]);
        expect(createRedactor().request(scrubbed)).toBe(scrubbed);
      }),
      runs,
    );
  });

  test('its secret leaves JSON, however it is spelled and nested, with one placeholder; all other leaves stay', () => {
    fc.assert(
      fc.property(specimen, fc.jsonValue({ maxDepth: 2 }), (found, other) => {
        const nested = JSON.stringify({ to: found.text, path: 'C:\\new' });
        const body = JSON.stringify(
          { other, plain: found.text, nested, deeper: JSON.stringify({ nested }), odd: 'ODD', [`k ${found.text}`]: 1 },
          undefined,
          1,
        ).replace('ODD', fullyEscaped(found.text));
        const output = scrubbedBody(body);
        expectClean(found, output);
        expect(scrubbedBody(output)).toBe(output);
        const expected = found.text.replace(found.secret, detector.placeholder(found.secret));
        const after = JSON.parse(output) as Record<string, unknown>;
        expect(after['plain']).toBe(expected);
        expect(after['odd']).toBe(expected);
        expect(JSON.parse(after['nested'] as string)).toEqual({ to: expected, path: 'C:\\new' });
        expect(JSON.parse((JSON.parse(after['deeper'] as string) as { nested: string }).nested)).toEqual({ to: expected, path: 'C:\\new' });
        expect(after[`k ${expected}`]).toBe(1);
        expect(JSON.stringify(after['other'])).toBe(JSON.stringify(other));
      }),
      runs,
    );
  });

  test('its secret is found wherever it stands behind, or across the end of, a beginning that was found clean', () => {
    const clean = 'The parcel waits, and then it goes back to the shop. '.repeat(50);
    fc.assert(
      fc.property(specimen, fc.nat(clean.length), fc.boolean(), ({ text }, at, escaped) => {
        const redactor = createRedactor();
        const before = JSON.stringify({ a: [clean, text.slice(0, 3), clean], b: 1 });
        redactor.request(requestWith({ body: JSON.stringify({ a: [clean, clean], b: 1 }) }));
        redactor.request(requestWith({ body: before }));
        const said = clean.slice(0, at) + text + clean.slice(at);
        const body = `{"a":["${clean}","${escaped ? fullyEscaped(said) : JSON.stringify(said).slice(1, -1)}"],"b":1}`;
        expect(bodyOf(redactor.request(requestWith({ body })))).toBe(scrubbedBody(body));
        for (let cut = 0; cut < text.length; cut++) {
          const grown = JSON.stringify({ a: [clean, text.slice(0, cut)] });
          redactor.request(requestWith({ body: grown }));
          const whole = JSON.stringify({ a: [clean, text] });
          expect(bodyOf(redactor.request(requestWith({ body: whole })))).toBe(scrubbedBody(whole));
        }
      }),
      fewRuns,
    );
  });

  test('its secret is found where it is only spelled in escapes', () => {
    fc.assert(
      fc.property(specimen, ({ secret, text }) => {
        const expected = text.replace(secret, detector.placeholder(secret));
        expect(JSON.parse(scrubbedBody(`{"odd":"${fullyEscaped(text)}"}`))).toEqual({ odd: expected });
      }),
      runs,
    );
  });

  test('its secret leaves a response whatever the chunk border; the chunks together are the same', () => {
    fc.assert(
      fc.property(specimen, (found) => {
        const bytes = Buffer.from(textStreams['OpenAI Chat Completions']!([`é ${found.text}`, ' and so on']));
        const whole = bodyOf(createRedactor().response(responseWith([bytes])));
        expectClean(found, whole);
        for (let border = 0; border <= bytes.length; border++) {
          const scrubbed = createRedactor().response(responseWith([bytes.subarray(0, border), bytes.subarray(border)]));
          expect(scrubbed.chunks.length).toBe(2);
          expect(bodyOf(scrubbed)).toBe(whole);
        }
      }),
      fewRuns,
    );
  });

  test.each(Object.entries(textStreams))('its secret leaves a stream cut at every position: %s', (_dialect, write) => {
    fc.assert(
      fc.property(specimen, (found) => {
        for (let cut = 0; cut <= found.text.length; cut++) {
          const stream = write(['so: ', found.text.slice(0, cut), found.text.slice(cut), ' end']);
          const scrubbed = createRedactor().response(responseWith([stream]));
          expectClean(found, bodyOf(scrubbed));
          expect(bodyOf(scrubbed).split(detector.placeholder(found.secret))).toHaveLength(2);
          expect(createRedactor().response(scrubbed)).toBe(scrubbed);
        }
      }),
      fewRuns,
    );
  });

  test.each(Object.entries(argumentStreams))('its secret leaves streamed arguments cut at every position: %s', (_dialect, write) => {
    fc.assert(
      fc.property(specimen, (found) => {
        const text = JSON.stringify({ note: found.text });
        for (let cut = 0; cut <= text.length; cut++) {
          const scrubbed = createRedactor().response(responseWith([write([text.slice(0, cut), text.slice(cut)])]));
          expectClean(found, bodyOf(scrubbed));
          expect(bodyOf(scrubbed).split(detector.placeholder(found.secret))).toHaveLength(2);
          expect(createRedactor().response(scrubbed)).toBe(scrubbed);
        }
      }),
      fewRuns,
    );
  });

  test('its secret leaves a stream of single characters', () => {
    fc.assert(
      fc.property(specimen, (found) => {
        for (const write of Object.values(textStreams))
          expectClean(found, joinedText(bodyOf(createRedactor().response(responseWith([write(found.text.split(''))])))));
      }),
      fewRuns,
    );
  });
});

/** What is left of a stream's texts when its frame is taken away. */
function joinedText(stream: string): string {
  return (
    [...stream.matchAll(/"(?:content|delta|text)": ?"((?:[^"\\]|\\.)*)"/g)].map(([, piece]) => piece).join('') +
    stream.replaceAll(/^data: (.*)\n\n/gm, '$1')
  );
}
