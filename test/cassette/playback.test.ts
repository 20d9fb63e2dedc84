import fc from 'fast-check';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cassetteFiles } from '../../src/cassette/files.ts';
import { canonicalRequest } from '../../src/cassette/key.ts';
import { openCassette } from '../../src/cassette/open-cassette.ts';
import { openTogether } from '../../src/cassette/open-together.ts';
import { createLibrary, type Playback } from '../../src/cassette/playback.ts';
import { openRecording } from '../../src/cassette/recording.ts';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { openaiChat } from '../../src/dialect/openai-chat.ts';
import { exactMatching, type Matching, type RecordedExchange } from '../../src/domain/cassette.ts';
import { textOf } from '../../src/domain/chat.ts';
import type { FaultSchedule } from '../../src/domain/fault.ts';
import type { HttpRequest } from '../../src/domain/http.ts';
import { chatAnswer, chatRequest, conversation, exchange, header, recordTo, says } from '../support/exchanges.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: replay without false greens, whatever the order in which parallel sub-agents come. Method: conversations are recorded interleaved, then asked
// again in every other interleaving that fast-check draws; each must hear its own answers, in its own order.

async function play(exchanges: readonly RecordedExchange[], matching: Matching = exactMatching): Promise<Playback> {
  const path = join(tempFolder(), 'c.yaml');
  recordTo(path, exchanges);
  return createLibrary([await openCassette(path, allDialects, matching)]).play();
}

function ask(playback: Playback, request: HttpRequest, faulted = false): string {
  const found = playback.find(canonicalRequest(request, openaiChat, playback.matching), { faulted });
  if (found.kind !== 'found') return found.kind;
  found.take();
  return (found.loose === undefined ? '' : 'loosely: ') + textOf(openaiChat.readResponse(found.entry.answer().response).blocks);
}

/** The requests and answers of one conversation, with answers of its own for requests that are the same. */
function spoken(topic: string, count: number): readonly (readonly [request: HttpRequest, answer: string])[] {
  return conversation(count, { topic }).map((recorded) => [recorded.request, textOf(openaiChat.readResponse(recorded.response).blocks)] as const);
}

/** All items of several lists, each list in its own order, merged as the draws say. */
function interleaved<T>(lists: readonly (readonly T[])[], draws: readonly number[]): readonly T[] {
  const rest = lists.map((list) => [...list]);
  const merged: T[] = [];
  for (const draw of draws) {
    const open = rest.filter((list) => list.length > 0);
    if (open.length === 0) break;
    merged.push(open[draw % open.length]!.shift()!);
  }
  return [...merged, ...rest.flat()];
}

describe('parallel sub-agents', () => {
  test('hear their own answers, whatever the order in which they come', async () => {
    const lists = [spoken('weather', 5), spoken('refunds', 4), spoken('trains', 3)];
    const draws = fc.array(fc.nat(5), { minLength: 12, maxLength: 12 });
    const recorded = interleaved(lists, [0, 1, 0, 2, 1, 0, 0, 2, 1, 0, 2, 1]);
    const path = join(tempFolder(), 'c.yaml');
    recordTo(
      path,
      recorded.map(([request, answer], index) => exchange(index + 1, request, chatAnswer(answer, false))),
    );
    const library = createLibrary([await openCassette(path, allDialects)]);
    fc.assert(
      fc.property(draws, (order) => {
        const playback = library.play();
        for (const [request, answer] of interleaved(lists, order)) expect(ask(playback, request)).toBe(answer);
        expect(playback.unused()).toEqual([]);
        expect(playback.playedCount).toBe(12);
      }),
      { seed: 20261103, numRuns: 60 },
    );
  });

  test('that repeat themselves hear their answers in recorded order, each its own', async () => {
    // A poller asks the same three times and hears something new each time, twice in parallel with different words.
    const poll = (topic: string): HttpRequest => chatRequest([says('user', `${topic}: is it there?`)]);
    const answers = (topic: string): readonly string[] => [1, 2, 3].map((time) => `${topic}: look ${time}`);
    const lists = ['a', 'b'].map((topic) => answers(topic).map((answer) => [poll(topic), answer] as const));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(5), { minLength: 6, maxLength: 6 }),
        fc.array(fc.nat(5), { minLength: 6, maxLength: 6 }),
        async (first, then) => {
          const path = join(tempFolder(), 'c.yaml');
          recordTo(
            path,
            interleaved(lists, first).map(([request, answer], index) => exchange(index + 1, request, chatAnswer(answer, false))),
          );
          const playback = createLibrary([await openCassette(path, allDialects)]).play();
          for (const [request, answer] of interleaved(lists, then)) expect(ask(playback, request)).toBe(answer);
        },
      ),
      { seed: 20261104, numRuns: 15 },
    );
  });
});

test('asked once more than recorded: exhausted, never an old answer again', async () => {
  const [one] = conversation(1);
  const playback = await play([one!]);
  expect(ask(playback, one!.request)).toBe('topic: answer 1 é😀');
  expect(ask(playback, one!.request)).toBe('exhausted');
  expect(ask(playback, one!.request)).toBe('exhausted');
  expect(playback.unused()).toEqual([]);
});

test('what nobody asked for is named', async () => {
  const exchanges = conversation(3);
  const playback = await play(exchanges);
  ask(playback, exchanges[1]!.request);
  expect(playback.unused().map(({ id }) => id)).toEqual([1, 3]);
  expect([playback.playedCount, playback.totalCount]).toEqual([1, 3]);
});

test('a recording that was put back can be played again, in its place', async () => {
  const request = chatRequest([says('user', 'again')]);
  const playback = await play([exchange(1, request, chatAnswer('first', false)), exchange(2, request, chatAnswer('second', false))]);
  const found = playback.find(canonicalRequest(request, openaiChat, playback.matching), { faulted: false });
  expect(found.kind).toBe('found');
  if (found.kind === 'found') found.take()();
  expect(ask(playback, request)).toBe('first');
  expect(ask(playback, request)).toBe('second');
});

test('each episode begins with everything unplayed', async () => {
  const exchanges = conversation(2);
  const path = join(tempFolder(), 'c.yaml');
  recordTo(path, exchanges);
  const library = createLibrary([await openCassette(path, allDialects)]);
  for (const playback of [library.play(), library.play()]) expect(ask(playback, exchanges[0]!.request)).toBe('topic: answer 1 é😀');
});

describe('the looser matcher', () => {
  const exchanges = conversation(1);
  const other = (): HttpRequest => ({
    ...exchanges[0]!.request,
    body: Buffer.from(Buffer.from(exchanges[0]!.request.body).toString().replace('gpt-4o', 'gpt-5')),
  });

  test('is not used unless it was asked for', async () => {
    expect(ask(await play(exchanges), other())).toBe('missing');
  });

  test('is said to have been used, and only where the exact key found nothing', async () => {
    const loosely: Matching = { ...exactMatching, matcher: 'conversation' };
    expect(ask(await play(exchanges, loosely), exchanges[0]!.request)).toBe('topic: answer 1 é😀');
    expect(ask(await play(exchanges, loosely), other())).toBe('loosely: topic: answer 1 é😀');
    const changed = chatRequest([says('user', 'another word')]);
    expect(ask(await play(exchanges, loosely), changed)).toBe('missing');
  });

  test('plays no recording twice', async () => {
    const playback = await play(exchanges, { ...exactMatching, matcher: 'conversation' });
    expect(ask(playback, other())).toContain('loosely');
    expect(ask(playback, other())).toBe('exhausted');
    expect(ask(playback, exchanges[0]!.request)).toBe('exhausted');
  });

  test('can be declared by the cassette itself', async () => {
    const path = join(tempFolder(), 'c.yaml');
    writeFileSync(
      path,
      'rehearsal: cassette/1\nmatching: { matcher: conversation }\nexchanges:\n  - to: POST /openai/v1/chat/completions\n    dialect: openai-chat\n    model: a\n    turns: [{ user: hello }]\n    answer: { says: hi }\n',
    );
    const playback = createLibrary([await openCassette(path, allDialects)]).play();
    const asked = openaiChat.writeRequest({
      operation: 'chat',
      model: 'b',
      stream: false,
      system: [],
      tools: [],
      parameters: {},
      turns: [says('user', 'hello')],
    });
    expect(ask(playback, asked)).toBe('loosely: hi');
  });
});

describe('branches', () => {
  const faults: FaultSchedule = [{ fault: 'provider-error', match: {}, occurrence: 1, settings: { status: 500 } }];
  const fallback = chatRequest([says('user', 'fallback')]);

  async function library(): Promise<ReturnType<typeof createLibrary>> {
    const path = join(tempFolder(), 'c.yaml');
    recordTo(path, conversation(2));
    const recording = openRecording(path, { mode: 'append', header, dialects: allDialects, branch: { name: 'a-500', faults } });
    recording.add({ ...exchange(recording.nextId(), fallback, chatAnswer('the other model', false)), branch: 'a-500' });
    recording.finish({ redacted: {} });
    return createLibrary([await openCassette(cassetteFiles(path).readable, allDialects)]);
  }

  test('answer only after a fault, and only under the faults that they were recorded under', async () => {
    const shelves = await library();
    expect(ask(shelves.play(faults), fallback, true)).toBe('the other model');
    expect(ask(shelves.play(faults), fallback, false)).toBe('missing');
    expect(ask(shelves.play(), fallback, true)).toBe('missing');
    expect(ask(shelves.play([{ ...faults[0]!, occurrence: 2 }]), fallback, true)).toBe('missing');
  });

  test('count as unused only where they were in use', async () => {
    const shelves = await library();
    expect(shelves.play().unused()).toHaveLength(2);
    expect(shelves.play(faults).unused()).toHaveLength(3);
  });
});

test('several cassettes are one library', async () => {
  const folder = tempFolder();
  const [a, b] = [conversation(2, { topic: 'a' }), conversation(2, { topic: 'b' })];
  recordTo(join(folder, 'a.yaml'), a);
  recordTo(join(folder, 'b.yaml'), b);
  const playback = createLibrary(await Promise.all(['a', 'b'].map((name) => openCassette(join(folder, `${name}.yaml`), allDialects)))).play();
  expect(ask(playback, b[0]!.request)).toBe('b: answer 1 é😀');
  expect(ask(playback, a[0]!.request)).toBe('a: answer 1 é😀');
  expect(playback.unused().map(({ file, id }) => `${file.split('/').at(-1)}#${id}`)).toEqual(['a.yaml#2', 'b.yaml#2']);
});

test('what one of several cassettes declares volatile leaves the others replayable', async () => {
  const folder = tempFolder();
  const asked = (id: string): HttpRequest => {
    const request = chatRequest([says('user', 'hello')]);
    const body = JSON.parse(Buffer.from(request.body).toString()) as object;
    return { ...request, body: Buffer.from(JSON.stringify({ ...body, metadata: { id } })) };
  };
  const recording = openRecording(join(folder, 'a.yaml'), {
    mode: 'create',
    header: { ...header, matching: { ...exactMatching, volatileFields: ['metadata.id'] } },
    dialects: allDialects,
  });
  recording.add({ ...conversation(1, { topic: 'a' })[0]!, id: recording.nextId() });
  recording.finish({ redacted: {} });
  recordTo(join(folder, 'b.yaml'), [exchange(1, asked('fixed'), chatAnswer('from b', false))]);
  const playback = createLibrary(await openTogether([join(folder, 'a.yaml'), join(folder, 'b.yaml')], allDialects, exactMatching)).play();
  expect(ask(playback, asked('fixed'))).toBe('from b');
});
