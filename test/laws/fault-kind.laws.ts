import { Ajv2020 } from 'ajv/dist/2020.js';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { openRecording } from '../../src/cassette/recording.ts';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { dialects } from '../../src/dialect/index.ts';
import { openaiChat } from '../../src/dialect/openai-chat.ts';
import type { RehearsalFailure } from '../../src/domain/failure.ts';
import type { FaultPlace } from '../../src/domain/chaos.ts';
import type { HttpResponse } from '../../src/domain/http.ts';
import type { FaultSchedule, Occurrence, PlannedFault } from '../../src/domain/fault.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { checkSchedule } from '../../src/fault/schedule.ts';
import { createRealClock } from '../../src/gateway/real-clock.ts';
import { momentKinds } from '../../src/domain/world.ts';
import { targetOf } from '../../src/fault/target-of.ts';
import { createInjector, faultKinds, type FaultKind } from '../../src/fault/index.ts';
import { chatAnswer, chatRequest, conversation, cutInto, exchange, header, recordTo, says } from '../support/exchanges.ts';
import { replayGateway } from '../support/gateway.ts';
import { post, rawRequest } from '../support/raw-http.ts';
import { contextAt, kindNamed, specimenOf, strike, strikeSpecimens, type StrikeSpecimen } from '../support/strike.ts';
import { refundContract } from '../support/world.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: what every kind of fault promises: its example fits its own schema; same settings and answer, same damage; it says that it fired exactly when the
// agent can feel it; it consumes no recording unless it says so. Method: every kind strikes a real gateway that replays a recording, over HTTP.

const url = '/openai/v1/chat/completions';
const allKinds = faultKinds.map((kind) => ({ name: kind.name, kind }));
// Those that strike a request at the gate. Faults of tools strike a world, and those of processes a process; they have laws of their own: tool-fault.laws.ts, process-fault.laws.ts.
const kinds = allKinds.filter(({ kind }) => targetOf(kind) === 'request');

function planned(kind: FaultKind, occurrence: Occurrence = 1, settings: JsonObject = kind.example): PlannedFault {
  return { fault: kind.name, match: targetOf(kind) === 'moment' ? { after: 'tool-called' } : {}, occurrence, settings };
}

function sourcePlace(): { file: string; line: number } {
  return { file: 's.yaml', line: 1 };
}

const streamed = chatSpecimen(chatAnswer('A long answer, long enough for every fault to strike it in the middle', true));

/** This answer to a chat request. */
function chatSpecimen(response: HttpResponse): StrikeSpecimen {
  return { ...specimenOf(openaiChat, []), response };
}

/** The place that an explorer makes of it. */
function placeOf({ said, dialect, stream, request }: StrikeSpecimen): FaultPlace {
  const asksFor = said.blocks.flatMap((block) => (block.kind === 'tool-call' ? [block.name] : []));
  const provider = request.url.split('/')[1]!;
  return {
    id: 'p',
    kind: 'request',
    number: 2,
    provider,
    model: 'm-1',
    stream,
    asksFor,
    dialect: dialect.name,
    says: said.blocks,
    askedBefore: ['lookup'],
    plain: false,
  };
}

const worldResult = { status: 'success', for: '7', paid: 2, note: 'Refunded.', lines: [1, 2] };
const placeKinds = { tool: 'tool', person: 'person', moment: 'moment' } as const;

const requestPlaces: readonly FaultPlace[] = [
  ...strikeSpecimens.map(placeOf),
  { id: 'p', kind: 'request', number: 1, provider: 'http/crm', model: '', stream: false, asksFor: [], plain: true },
];

/** A request of the kind that a kind strikes, with its answer, on a cassette. */
async function recordStruck(kind: FaultKind): Promise<{ path: string; request: Buffer }> {
  for (const specimen of strikeSpecimens.filter(({ dialect }) => dialect === openaiChat)) {
    if ((await strike(kind, specimen)).fired.length === 0) continue;
    const path = join(tempFolder(), 'c.yaml');
    recordTo(path, [exchange(1, specimen.request, specimen.response)]);
    return { path, request: post(url, specimen.request.body) };
  }
  throw new Error(`${kind.name} strikes no specimen.`);
}

function bytesOf(response: HttpResponse): string {
  return Buffer.concat(response.chunks).toString('hex');
}

describe.each(allKinds)('$name', ({ kind }) => {
  test('is described, and its example fits its own settings', () => {
    expect(kind.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(kind.summary).toMatch(/^[A-Z].*\.$/);
    expect(new Ajv2020({ strict: true }).compile(kind.settings)(kind.example)).toBe(true);
    expect(() => checkSchedule([planned(kind)], faultKinds, sourcePlace)).not.toThrow();
    const ways = [kind.answer, kind.damage, kind.strikeTool, kind.strikePerson, kind.strikeProcess, kind.strikeClock, kind.strikeConnection];
    expect(ways.filter((way) => way !== undefined)).toHaveLength(1);
  });

  test('refuses settings that it does not know, with their place', () => {
    expect(() => checkSchedule([planned(kind, 1, { ...kind.example, unheardOf: 1 })], faultKinds, sourcePlace)).toThrow(
      expect.objectContaining({
        code: 'CONFIGURATION_INVALID',
        exitCode: 2,
        place: sourcePlace(),
        message: expect.stringContaining('unheardOf') as string,
      }),
    );
  });

  test('without settings, it says which it needs, with an example that it accepts', () => {
    let failure: RehearsalFailure | undefined;
    try {
      checkSchedule([planned(kind, 1, {})], faultKinds, sourcePlace);
    } catch (error) {
      failure = error as RehearsalFailure;
    }
    // A kind may do without.
    if (failure === undefined) return;
    expect(failure.message).toMatch(/: it needs `\w+`/);
    const named = Array.from(failure.message.matchAll(/`(\w+)`/g), ([, name]) => name!);
    expect(Object.keys(kind.settings['properties'] as JsonObject)).toEqual(expect.arrayContaining(named));
    expect(named.some((name) => name in kind.example)).toBe(true);
    const example = parse(/For example: `(.*)`/.exec(failure.hint!)![1]!) as JsonObject;
    expect(example).toEqual({ fault: kind.name, ...(targetOf(kind) === 'moment' ? { match: { after: 'tool-called' } } : {}), ...kind.example });
  });
});

// Those of the world around the agent are tried on places of all sorts; whether they strike there is the matter of their own laws.
const worldPlaces: readonly FaultPlace[] = [
  {
    id: 't',
    kind: 'tool',
    tool: 'refund',
    number: 2,
    contract: refundContract,
    arguments: { order_id: '7' },
    result: worldResult,
    told: { same: [{ paid: 1 }], others: [] },
  },
  { id: 'w', kind: 'person', number: 1, tool: 'refund', reply: 'approve', leadsTo: 'refund' },
  ...(['before', 'after'] as const).flatMap((when) =>
    momentKinds.map((after): FaultPlace => ({ id: `${when} ${after}`, kind: 'moment', when, moment: { after, occurrence: 1 } })),
  ),
];

describe.each(allKinds.filter(({ kind }) => targetOf(kind) in placeKinds))('$name', ({ kind }) => {
  test.each([
    ['a program', { kind: 'command', clock: 'real', endsWithItsAnswer: true }],
    ['a function on virtual time', { kind: 'function', clock: 'virtual', endsWithItsAnswer: false }],
  ] as const)('what it tries on %s, and what is simpler, are few settings of its own; the simplest has nothing simpler', (_, agent) => {
    if (kind.unable?.(agent) !== undefined) return;
    const tries = worldPlaces.map((place) => kind.tries!(place, agent));
    expect(Math.max(...tries.map(({ length }) => length))).toBeLessThanOrEqual(4);
    const seen = new Set<string>();
    const open = [kind.example, ...tries.flat()];
    for (let settings = open.pop(); settings !== undefined; settings = open.pop()) {
      expect(() => checkSchedule([planned(kind, 1, settings)], faultKinds, sourcePlace)).not.toThrow();
      seen.add(JSON.stringify(settings));
      for (const simpler of kind.simpler?.(settings) ?? []) {
        expect(JSON.stringify(simpler)).not.toBe(JSON.stringify(settings));
        open.push(simpler);
      }
      expect(seen.size).toBeLessThan(50);
      expect(open.length).toBeLessThan(200);
    }
    for (const place of [...requestPlaces, ...worldPlaces.filter((other) => other.kind !== placeKinds[targetOf(kind) as keyof typeof placeKinds])])
      expect(kind.tries!(place, agent)).toEqual([]);
  });
});

describe.each(kinds)('$name', ({ kind }) => {
  test('strikes something; same settings and answer, same damage, in whatever pieces the answer came; what is not struck is passed on as it is', async () => {
    const struck: string[] = [];
    for (const specimen of strikeSpecimens) {
      const first = await strike(kind, specimen);
      expect(first.fired.length, specimen.name).toBeLessThanOrEqual(1);
      const same = (await strike(kind, specimen)).response;
      expect({ ...same, bytes: bytesOf(same) }, specimen.name).toEqual({ ...first.response, bytes: bytesOf(first.response) });
      for (const size of [1, 3, 50, 10_000]) {
        const { response, fired } = await strike(kind, { ...specimen, response: cutInto(specimen.response, size) });
        expect({ bytes: bytesOf(response), ending: response.ending }, specimen.name).toEqual({
          bytes: bytesOf(first.response),
          ending: first.response.ending,
        });
        expect(fired, specimen.name).toEqual(first.fired);
      }
      const unharmed = bytesOf(specimen.response) === bytesOf(first.response) && first.response.ending === 'complete';
      if (first.fired.length > 0) struck.push(specimen.name);
      // What is only late, or only said in the head, is felt as well.
      const felt = !unharmed || first.tookMs > 0 || JSON.stringify(first.response.headers) !== JSON.stringify(specimen.response.headers);
      expect(felt, specimen.name).toBe(first.fired.length > 0);
    }
    expect(struck).not.toEqual([]);
  });

  test('what it tries at a place strikes there, each in its own way', async () => {
    const strikes: string[] = [];
    for (const specimen of strikeSpecimens) {
      const effects = new Set<string>();
      const tried = kind.tries?.(placeOf(specimen)) ?? [];
      for (const settings of tried) {
        const { fired, response, tookMs } = await strike(kind, specimen, settings);
        expect(fired, `${specimen.name}: ${JSON.stringify(settings)}`).toHaveLength(1);
        effects.add(JSON.stringify([response, bytesOf(response), tookMs]));
        strikes.push(specimen.name);
      }
      expect(effects.size, specimen.name).toBe(tried.length);
    }
    expect(strikes).not.toEqual([]);
    expect(requestPlaces.every((place) => (kind.tries?.(place) ?? []).length <= 4)).toBe(true);
    expect(kind.tries?.({ id: 'p', kind: 'person', number: 1 }) ?? []).toEqual([]);
  });

  test('what it tries and what is simpler are settings of its own; the simplest has nothing simpler', () => {
    for (const place of requestPlaces) {
      for (const settings of kind.tries?.(place) ?? [])
        expect(() => checkSchedule([planned(kind, 1, settings)], faultKinds, sourcePlace)).not.toThrow();
      const texts = (kind.tries?.(place) ?? []).map((settings) => JSON.stringify(settings));
      expect(new Set(texts).size).toBe(texts.length);
    }
    const open = [kind.example, ...requestPlaces.flatMap((place) => kind.tries?.(place) ?? [])];
    const parents = new Map<string, Set<string>>();
    for (let settings = open.pop(); settings !== undefined; settings = open.pop()) {
      const own = JSON.stringify(settings);
      if (parents.has(own)) continue;
      const simpler = kind.simpler?.(settings) ?? [];
      for (const each of simpler) expect(() => checkSchedule([planned(kind, 1, each)], faultKinds, sourcePlace)).not.toThrow();
      parents.set(own, new Set(simpler.map((each) => JSON.stringify(each))));
      open.push(...simpler);
    }
    // Whatever is left out again and again, shrinking comes to an end.
    let left = [...parents.keys()];
    for (let before = Infinity; left.length < before;) {
      before = left.length;
      left = left.filter((own) => [...parents.get(own)!].some((next) => left.includes(next)));
    }
    expect(left).toEqual([]);
  });

  test('consumes no recording unless it says so: after the fault the same request gets its answer', async () => {
    const { path, request } = await recordStruck(kind);
    const clean = await rawRequest((await replayGateway(path)).port, request);
    const { port, playback, events } = await replayGateway(path, { faults: [planned(kind)] });
    const struck = await rawRequest(port, request);
    expect(events.filter(({ kind: what }) => what === 'fault-fired')).toMatchObject([{ fault: 0, name: kind.name, call: 1 }]);
    const again = await rawRequest(port, request);
    if (kind.consumesRecording) expect(again.status).toBe(400);
    else {
      expect(again.bytes.equals(clean.bytes)).toBe(true);
      expect(struck.bytes.equals(again.bytes)).toBe(false);
      expect(playback.unused()).toEqual([]);
    }
  });

  test('does not say that it fired where its turn never came', async () => {
    const { path, request } = await recordStruck(kind);
    const clean = await rawRequest((await replayGateway(path)).port, request);
    const { port, events } = await replayGateway(path, { faults: [planned(kind, 2)] });
    expect((await rawRequest(port, request)).bytes.equals(clean.bytes)).toBe(true);
    expect(events.map(({ kind: what }) => what)).not.toContain('fault-fired');
  });
});

describe('a fault that cannot strike', () => {
  const ends = faultKinds.find(({ name }) => name === 'stream-ends-early')!;

  test.each([
    ['an answer that is shorter', streamed, { afterEvents: 1000 }],
    ['an answer that is shorter in bytes', streamed, { afterBytes: 1_000_000 }],
    ['an answer that is no stream', chatSpecimen(chatAnswer('whole', false)), { afterEvents: 0 }],
  ])('passes on %s, and says nothing', async (_, specimen, settings) => {
    const { response, fired } = await strike(ends, specimen, settings);
    expect(fired).toEqual([]);
    expect([bytesOf(response), response.ending]).toEqual([bytesOf(specimen.response), 'complete']);
  });

  test('strikes at the very first event, and at the last', async () => {
    const events = Buffer.concat(streamed.response.chunks).toString().split('\n\n').length - 1;
    expect((await strike(ends, streamed, { afterEvents: 0 })).text).toBe('');
    const last = await strike(ends, streamed, { afterEvents: events - 1 });
    expect(last.fired).toHaveLength(1);
    expect(last.text).not.toContain('[DONE]');
    const reset = await strike(ends, streamed, { afterBytes: 10, how: 'reset' });
    expect([reset.response.ending, bytesOf(reset.response).length]).toEqual(['aborted', 20]);
  });

  test('a recording that ends by a broken connection still does, where the fault comes later', async () => {
    const broken = { ...streamed, response: { ...streamed.response, ending: 'aborted' as const } };
    const { response, fired } = await strike(ends, broken, { afterEvents: 1000 });
    expect([fired, response.ending]).toEqual([[], 'aborted']);
  });
});

describe.each(dialects.map((dialect) => ({ name: dialect.name, dialect })))('provider-error in the words of $name', ({ dialect }) => {
  test.each([429, 500, 503, 529, 401])('%d', (status) => {
    const kind = kindNamed('provider-error');
    const request = dialect.writeRequest({
      operation: dialect.operation,
      model: 'm',
      stream: false,
      system: [],
      tools: [],
      parameters: {},
      turns: [],
    });
    const answer = kind.answer!({ status, retryAfterSeconds: 2 }, contextAt({ dialect, request }, [], createRealClock()));
    const response: HttpResponse = { ...answer, ending: 'complete', chunks: [...(answer.body as readonly Uint8Array[])] };
    expect(response.status).toBe(status);
    expect(response.headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1]).toBe('2');
    expect(dialect.readResponse(response).error).toMatchObject({ status, retryAfterSeconds: 2 });
  });
});

describe('the schedule', () => {
  const error = faultKinds.find(({ name }) => name === 'provider-error')!;
  const target = { provider: 'openai', model: 'gpt-4o', tools: ['refund', 'lookup'], content: 'Refund order 4711' };

  test.each<[string, Occurrence, readonly boolean[]]>([
    ['the second', 2, [false, true, false, false]],
    ['the first two', { first: 2 }, [true, true, false, false]],
    ['every', 'every', [true, true, true, true]],
    ['one that never comes', 9, [false, false, false, false]],
  ])('occurrence: %s', (_, occurrence, expected) => {
    const injector = createInjector([planned(error, occurrence)], faultKinds);
    expect(expected.map(() => injector.arm(target).length === 1)).toEqual(expected);
  });

  test.each<[string, PlannedFault['match'], boolean]>([
    ['anything', {}, true],
    ['its provider', { provider: 'openai' }, true],
    ['another provider', { provider: 'anthropic' }, false],
    ['its model', { model: 'gpt-4o' }, true],
    ['another model', { model: 'gpt-4' }, false],
    ['a tool', { tool: 'refund' }, true],
    ['a tool that is not offered', { tool: 'ref' }, false],
    ['a text', { content: 'order 4711' }, true],
    ['another text', { content: 'order 4712' }, false],
    ['all of it', { provider: 'openai', model: 'gpt-4o', tool: 'lookup', content: 'Refund' }, true],
    ['all but one', { provider: 'openai', model: 'gpt-4o', tool: 'lookup', content: 'refund' }, false],
  ])('match: %s', (_, match, expected) => {
    const injector = createInjector([{ ...planned(error), match }], faultKinds);
    expect(injector.arm(target).length === 1).toBe(expected);
    // Requests that do not match do not count towards the occurrence.
    const second = createInjector([{ ...planned(error, 2), match: { content: '4711' } }], faultKinds);
    expect([target, { ...target, content: '' }, target].map((each) => second.arm(each).length)).toEqual([0, 0, 1]);
  });

  test('what did not strike is named, with how many requests matched', () => {
    const injector = createInjector([planned(error, 3), planned(error, 1)], faultKinds);
    injector.arm(target);
    injector.markFired(1);
    expect(injector.anyFired).toBe(true);
    expect(injector.unfired()).toMatchObject([{ index: 0, matched: 1 }]);
  });

  test('an unknown fault is refused with the name that was meant', () => {
    const schedule: FaultSchedule = [{ ...planned(error), fault: 'provider-eror' }];
    expect(() => checkSchedule(schedule, faultKinds, sourcePlace)).toThrow(
      expect.objectContaining({
        code: 'UNKNOWN_FAULT',
        exitCode: 2,
        hint: expect.stringContaining('provider-error') as string,
        place: sourcePlace(),
      }),
    );
  });

  test('an error of the gateway for plain HTTP has no provider whose words to use, and strikes all the same', async () => {
    const path = join(tempFolder(), 'c.yaml');
    recordTo(path, conversation(1));
    const { origin } = await replayGateway(path, { faults: [planned(error)] });
    const response = await fetch(`${origin}/http/crm/x`);
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1']);
  });
});

describe('after a fault', () => {
  const error = faultKinds.find(({ name }) => name === 'provider-error')!;
  const faults: FaultSchedule = [planned(error, 1, { status: 500 })];
  const fallback = chatRequest([says('user', 'fall back')]);

  test('a request that was never recorded is a divergence, not a miss; before it, a miss', async () => {
    const path = join(tempFolder(), 'c.yaml');
    const exchanges = conversation(2);
    recordTo(path, exchanges);
    const { port, events } = await replayGateway(path, { faults: [planned(error, 2, { status: 500 })] });
    await rawRequest(port, post(url, fallback.body));
    expect(events.findLast(({ kind }) => kind === 'replay-missed')).toMatchObject({ code: 'REPLAY_MISS' });
    expect((await rawRequest(port, post(url, exchanges[0]!.request.body))).status).toBe(500);
    const diverged = await rawRequest(port, post(url, fallback.body));
    expect(diverged.status).toBe(400);
    expect(diverged.body.toString()).toContain('DIVERGED');
    expect(diverged.body.toString()).toContain('onDivergence');
    expect(events.findLast(({ kind }) => kind === 'replay-missed')).toMatchObject({ code: 'DIVERGED' });
  });

  test('a branch that was recorded under it answers', async () => {
    const path = join(tempFolder(), 'c.yaml');
    const [one] = conversation(1);
    recordTo(path, [one!]);
    const recording = openRecording(path, { mode: 'append', header, dialects: allDialects, branch: { name: 'a-500', faults } });
    recording.add({ ...exchange(recording.nextId(), fallback, chatAnswer('the other model', false)), branch: 'a-500' });
    recording.finish({ redacted: {} });
    const { port, playback } = await replayGateway(path, { faults });
    expect((await rawRequest(port, post(url, one!.request.body))).status).toBe(500);
    expect((await rawRequest(port, post(url, fallback.body))).body.toString()).toContain('the other model');
    expect(playback.unused()).toHaveLength(1);
    const without = await replayGateway(path);
    expect((await rawRequest(without.port, post(url, fallback.body))).status).toBe(400);
    expect((await rawRequest(without.port, post(url, one!.request.body))).status).toBe(200);
  });
});
