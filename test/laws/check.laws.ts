import { describe, expect, test } from 'vitest';
import { checks } from '../../src/check/index.ts';
import type { ToolContract } from '../../src/domain/contract.ts';
import type { Episode } from '../../src/domain/episode.ts';
import type { Event, EventBody, EventOf } from '../../src/domain/event.ts';
import type { Json } from '../../src/domain/json.ts';
import { defaultLimits, type CasePlan, type Expectation } from '../../src/domain/scenario.ts';
import { outcomes } from '../../src/domain/verdict.ts';
import { judge } from '../../src/run/judge.ts';

// Goal: what every check promises in the docstring of `Check`: it reads nothing but its argument, gives the same verdict for the same episode, cites only
// events that exist, and there is an episode that breaks it and one that holds. Method: small episodes built by hand, each named after what happens in it.

type Body = EventBody;

const started: Body = { kind: 'episode-started', scenario: 's', case: 'c', agent: 'a', mode: 'replay', seed: 1, clock: 'real', seal: 'sealed' };
const ended: Body = { kind: 'episode-ended', how: 'finished' };
const given: Body = { kind: 'task-given', index: 0, task: 'do it' };

function asked(call: number, members: Partial<EventOf<'model-request'>> = {}): Body {
  const base = {
    kind: 'model-request',
    call,
    conversation: 1,
    dialect: 'openai-chat',
    operation: 'chat',
    model: 'gpt-4o',
    stream: true,
    attempt: 1,
  } as const;
  return { ...base, turnCount: call, newTurns: [], ...members };
}

function answered(call: number, members: Partial<EventOf<'model-answer'>> = {}): Body {
  const base = { kind: 'model-answer', call, origin: 'replayed', status: 200, blocks: [{ kind: 'text', text: 'fine' }], complete: true } as const;
  return { ...base, usage: { inputTokens: 100, outputTokens: 10 }, ...members };
}

function refused(call: number, status: number, retryAfterSeconds?: number): Body {
  const error = { status, type: 'error', message: 'no', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  const { usage: _usage, ...answer } = answered(call, { origin: 'fault', status, blocks: [], error }) as EventOf<'model-answer'>;
  return answer;
}

function used(call: number, name: string, args: Json = {}): Body {
  return { kind: 'tool-result', call, id: `call_${call}_${name}`, name, arguments: args, text: 'ok', isError: false };
}

function said(value: Json, index = 0): Body {
  return { kind: 'answer', index, value };
}

const refund: ToolContract = {
  name: 'refund',
  input: {
    type: 'object',
    required: ['amount'],
    properties: { amount: { type: 'number' }, approved_by: { type: 'string' } },
    if: { properties: { amount: { exclusiveMinimum: 100 } } },
    then: { required: ['approved_by'] },
  },
  output: { type: 'object', required: ['id'] },
};

interface Members {
  readonly expect?: Partial<Expectation>;
  readonly limits?: Partial<Episode['limits']>;
  readonly tasks?: readonly Json[];
  readonly contracts?: Episode['contracts'];
}

function episode(bodies: readonly Body[], members: Members = {}): Episode {
  return {
    id: 's#c',
    tasks: members.tasks ?? ['do it'],
    expect: { answers: [], never: [], ...members.expect },
    limits: { ...defaultLimits, ...members.limits },
    contracts: members.contracts ?? [],
    prices: { asOf: '2026-11-01', models: [{ model: 'gpt-4o', inputUsdPerMillion: 2.5, outputUsdPerMillion: 10 }] },
    events: bodies.map((body, index): Event => ({ seq: index + 1, atMs: index * 10, ...body })),
  };
}

const usual: readonly Body[] = [started, given, asked(1), answered(1), said('fine'), ended];

/** Episodes by claim; those under `breaks` are refuted, or (for a spoiled experiment) invalid. */
interface Specimens {
  readonly breaks: Readonly<Record<string, Episode>>;
  readonly holds: Readonly<Record<string, Episode>>;
  readonly spoils?: Readonly<Record<string, Episode>>;
  readonly silent?: Readonly<Record<string, Episode>>;
}

const half = answered(1, { complete: false, blocks: [{ kind: 'text', text: 'I refu' }] });
const halfCall = answered(1, { complete: false, blocks: [{ kind: 'tool-call', id: 'call_1_refund', name: 'refund', malformed: '{"ord' }] });

const specimens: Readonly<Record<string, Specimens>> = {
  'replays-its-recording': {
    breaks: {},
    spoils: {
      'a request without a recording': episode([started, asked(1), { kind: 'replay-missed', call: 1, code: 'REPLAY_MISS', text: 'no' }, ended]),
      'a request too many': episode([...usual.slice(0, -1), { kind: 'replay-missed', call: 2, code: 'REPLAY_EXHAUSTED', text: 'no' }, ended]),
      'recordings nobody asked for': episode([
        ...usual.slice(0, -1),
        { kind: 'recordings-unused', exchanges: ['c.yaml#2'], severity: 'error' },
        ended,
      ]),
      'a fault that never struck': episode([...usual.slice(0, -1), { kind: 'fault-unfired', fault: 0, name: 'provider-error', text: 'no' }, ended]),
      'a failure of the gateway': episode([...usual.slice(0, -1), { kind: 'failure', code: 'CASSETTE_CORRUPT', text: 'no' }, ended]),
    },
    holds: {
      'all was replayed': episode(usual),
      'recordings left over after a fault': episode([
        ...usual.slice(0, -1),
        { kind: 'recordings-unused', exchanges: ['c.yaml#2'], severity: 'note' },
        ended,
      ]),
    },
    silent: { 'nothing was replayed': episode([started, given, said('fine'), ended]) },
  },
  'gives-an-answer': {
    breaks: {
      'no answer': episode([started, given, asked(1), answered(1), { kind: 'episode-ended', how: 'failed', text: 'nothing on stdout' }]),
      'one of two answers': episode([started, given, said('fine'), ended], { tasks: ['a', 'b'] }),
      'the wrong exit code': episode([started, { kind: 'agent-exited', exitCode: 1, signal: null }, { kind: 'episode-ended', how: 'failed' }], {
        expect: { exitCode: 3 },
      }),
      'killed where an exit code was expected': episode(
        [started, { kind: 'agent-exited', exitCode: null, signal: 'SIGKILL' }, { kind: 'episode-ended', how: 'failed' }],
        {
          expect: { exitCode: 3 },
        },
      ),
    },
    holds: {
      'an answer': episode(usual),
      'the expected exit code': episode([started, { kind: 'agent-exited', exitCode: 3, signal: null }, { kind: 'episode-ended', how: 'failed' }], {
        expect: { exitCode: 3 },
      }),
    },
    silent: { 'ended at its time limit': episode([started, given, { kind: 'episode-ended', how: 'timed-out' }]) },
  },
  'answer-is-as-expected': {
    breaks: {
      'another text': episode(usual, { expect: { answers: [{ equals: 'good' }] } }),
      'a part is missing': episode(usual, { expect: { answers: [{ contains: ['fine', 'dandy'] }] } }),
      'a part too many': episode(usual, { expect: { answers: [{ lacks: ['fi'] }] } }),
      'no match': episode(usual, { expect: { answers: [{ matches: '^f.n$' }] } }),
      'JSON that lacks a member': episode([...usual.slice(0, 4), said('{"a":1}'), ended], { expect: { answers: [{ partial: { a: 1, b: 2 } }] } }),
      'a number where a text was expected': episode([...usual.slice(0, 4), said({ a: 1 }), ended], { expect: { answers: [{ equals: { a: '1' } }] } }),
      'no answer at all': episode([started, given, ended], { expect: { answers: [{ contains: ['x'] }] } }),
      'the second of two tasks': episode([started, said('one'), said('two', 1), ended], {
        tasks: ['a', 'b'],
        expect: { answers: [{ equals: 'one' }, { equals: 'one' }] },
      }),
    },
    holds: {
      'the same text': episode(usual, { expect: { answers: [{ equals: 'fine', contains: ['in'], lacks: ['bad'], matches: '^f' }] } }),
      'JSON in another order': episode([started, said('{"b":[1],"a":1}'), ended], {
        expect: { answers: [{ equals: { a: 1, b: [1] }, partial: { b: [1] } }] },
      }),
    },
    silent: { 'nothing is expected': episode(usual) },
  },
  'answer-fits-its-schema': {
    breaks: {
      'another type': episode([started, said('{"a":"1"}'), ended], {
        expect: { answers: [{ schema: { type: 'object', properties: { a: { type: 'number' } } } }] },
      }),
      'no JSON': episode(usual, { expect: { answers: [{ schema: { type: 'object' } }] } }),
      'no answer': episode([started, given, ended], { expect: { answers: [{ schema: {} }] } }),
    },
    holds: { 'it fits': episode([started, said('{"a":1}'), ended], { expect: { answers: [{ schema: { type: 'object', required: ['a'] } }] } }) },
    silent: { 'no schema': episode(usual) },
  },
  'tools-are-as-expected': {
    breaks: {
      'none was executed': episode(usual, { expect: { tools: { exactly: [{ name: 'refund' }] } } }),
      'one too many': episode([started, asked(1), used(1, 'refund'), used(1, 'refund'), ended], {
        expect: { tools: { exactly: [{ name: 'refund' }] } },
      }),
      'in another order': episode([started, used(1, 'b'), used(1, 'a'), ended], { expect: { tools: { inOrder: [{ name: 'a' }, { name: 'b' }] } } }),
      'with other arguments': episode([started, used(1, 'refund', { id: 2 }), ended], {
        expect: { tools: { includes: [{ name: 'refund', arguments: { id: 1 } }] } },
      }),
      'not among those allowed': episode([started, used(1, 'rm'), ended], { expect: { tools: { only: ['ls'] } } }),
      'never, but executed': episode([started, used(1, 'rm'), ended], { expect: { never: ['rm'] } }),
      'never, but asked for': episode(
        [started, asked(1), answered(1, { blocks: [{ kind: 'tool-call', id: 'x', name: 'rm', arguments: {} }] }), ended],
        { expect: { never: ['rm'] } },
      ),
      'asked for, which was not to be': episode(
        [started, asked(1), answered(1, { blocks: [{ kind: 'tool-call', id: 'x', name: 'rm', arguments: {} }] }), ended],
        {
          expect: { asked: { only: [] } },
        },
      ),
      'not often enough': episode([started, used(1, 'a'), ended], { expect: { tools: { anyOrder: [{ name: 'a' }, { name: 'a' }] } } }),
    },
    holds: {
      'exactly these': episode([started, used(1, 'a'), used(2, 'b'), ended], {
        expect: { tools: { exactly: [{ name: 'a' }, { name: 'b' }], only: ['a', 'b'], includes: [{ name: 'b' }] }, never: ['rm'] },
      }),
      'expectations that compete for one use each': episode([started, used(1, 'a', { id: 1 }), used(2, 'a', { id: 2 }), ended], {
        expect: { tools: { anyOrder: [{ name: 'a' }, { name: 'a', arguments: { id: 1 } }] } },
      }),
    },
    silent: { 'nothing is expected': episode(usual) },
  },
  'terminates-within-budget': {
    breaks: {
      'too many steps': episode([started, ...[1, 2, 3].flatMap((call) => [asked(call), answered(call)]), said('x'), ended], { limits: { steps: 2 } }),
      'too long': episode([started, given, { kind: 'episode-ended', how: 'timed-out' }]),
      'too many calls': episode([started, asked(1), answered(1), asked(2, { attempt: 2 }), answered(2), ended], { limits: { modelCalls: 1 } }),
      'too many tools': episode([started, used(1, 'a'), used(1, 'b'), ended], { limits: { toolCalls: 1 } }),
      'one tool too often': episode([started, used(1, 'a'), used(1, 'a'), ended], { limits: { toolCallsEach: { a: 1 } } }),
      'too many tokens': episode(usual, { limits: { tokens: 109 } }),
      'too dear': episode(usual, { limits: { usd: 0.0003 } }),
    },
    holds: {
      'within all limits': episode(usual, { limits: { steps: 1, modelCalls: 1, toolCalls: 0, tokens: 110, seconds: 1, usd: 0.0004 } }),
      'a retry is no step': episode([started, asked(1), answered(1), asked(2, { attempt: 2 }), answered(2), ended], { limits: { steps: 1 } }),
    },
    silent: {
      'a limit in tokens without usage': episode(
        [started, asked(1), answered(1, { usage: undefined as never }), ended].map((body) => JSON.parse(JSON.stringify(body)) as Body),
        { limits: { tokens: 5 } },
      ),
      'a limit in dollars for a model without a price': episode([started, asked(1, { model: 'unheard-of' }), answered(1), ended], {
        limits: { usd: 5 },
      }),
    },
  },
  'arguments-fit-the-contract': {
    breaks: {
      'an amount that is no number': episode([started, asked(1), used(1, 'refund', { amount: 'all' }), said('fine'), ended], { contracts: [refund] }),
      'more than a hundred, and nobody approved': episode([started, asked(1), used(1, 'refund', { amount: 101 }), said('fine'), ended], {
        contracts: [refund],
      }),
      'a tool without a contract': episode([started, asked(1), used(1, 'delete_database'), said('fine'), ended], { contracts: [refund] }),
    },
    holds: {
      'an amount within the limit': episode([started, asked(1), used(1, 'refund', { amount: 100 }), said('fine'), ended], { contracts: [refund] }),
      'a bad call that the agent refused': episode(
        [
          started,
          asked(1),
          { ...used(1, 'refund', { amount: 1 }) },
          { ...used(2, 'refund', { amount: 'all' }), isError: true } as Body,
          said('fine'),
          ended,
        ],
        { contracts: [refund] },
      ),
    },
    silent: { 'no tool': episode(usual, { contracts: [refund] }), 'no contract': episode([started, used(1, 'refund'), said('fine'), ended]) },
  },
  'results-fit-the-contract': {
    breaks: {
      'a text where an object was promised': episode([started, asked(1), used(1, 'refund', { amount: 1 }), said('fine'), ended], {
        contracts: [refund],
      }),
    },
    holds: {
      'what was promised': episode([started, asked(1), { ...used(1, 'refund', { amount: 1 }), text: '{"id":"RF-1"}' } as Body, said('fine'), ended], {
        contracts: [refund],
      }),
    },
    silent: { 'no tool': episode(usual, { contracts: [refund] }), 'no promise': episode([started, used(1, 'refund'), said('fine'), ended]) },
  },
  'never-loops': {
    breaks: {
      'one call, four times the same': episode([started, asked(1), ...[1, 2, 3, 4].map((call) => used(call, 'search')), said('fine'), ended]),
      'two calls in turn, three times': episode([
        started,
        asked(1),
        ...[1, 2, 3].flatMap((call) => [used(call, 'read'), used(call, 'write')]),
        said('fine'),
        ended,
      ]),
    },
    holds: {
      'three times the same': episode([started, asked(1), ...[1, 2, 3].map((call) => used(call, 'search')), said('fine'), ended]),
      'one tool, other arguments each time': episode([
        started,
        asked(1),
        ...[1, 2, 3, 4, 5, 6].map((call) => used(call, 'search', { page: call })),
        said('fine'),
        ended,
      ]),
    },
    silent: { 'no tool': episode(usual) },
  },
  'retries-only-what-may-pass': {
    breaks: {
      'a 401 that is asked again': episode([started, asked(1), refused(1, 401), asked(2, { attempt: 2 }), answered(2), said('fine'), ended]),
    },
    holds: {
      'a 400 that ends it': episode([started, asked(1), refused(1, 400), { kind: 'episode-ended', how: 'failed' }]),
      'a 404 of one model, and another is asked': episode([
        started,
        asked(1),
        refused(1, 404),
        asked(2, { attempt: 2, model: 'gpt-4o-mini' }),
        answered(2),
        said('fine'),
        ended,
      ]),
    },
    silent: {
      'a 500 that is asked again': episode([started, asked(1), refused(1, 500), asked(2, { attempt: 2 }), answered(2), said('fine'), ended]),
    },
  },
  'honours-retry-after': {
    breaks: {
      'back after 10 ms of a second': episode([started, asked(1), refused(1, 429, 1), asked(2, { attempt: 2 }), answered(2), said('fine'), ended]),
    },
    holds: {
      'back after 10 ms of 30 ms, within the tolerance': episode([
        started,
        asked(1),
        refused(1, 429, 0.03),
        asked(2, { attempt: 2 }),
        answered(2),
        said('fine'),
        ended,
      ]),
      'not back at all': episode([started, asked(1), refused(1, 429, 1), { kind: 'episode-ended', how: 'failed' }]),
    },
    silent: { 'a 429 without a time': episode([started, asked(1), refused(1, 429), asked(2, { attempt: 2 }), answered(2), said('fine'), ended]) },
  },
  'retries-are-bounded': {
    breaks: {
      'six attempts': episode([
        started,
        ...[1, 2, 3, 4, 5, 6].flatMap((call) => [asked(call, { attempt: call }), answered(call, { status: 500 })]),
        ended,
      ]),
    },
    holds: {
      'five attempts': episode([
        started,
        ...[1, 2, 3, 4, 5].flatMap((call) => [asked(call, { attempt: call }), answered(call, { status: 500 })]),
        said('fine'),
        ended,
      ]),
    },
    silent: { 'no retry': episode(usual), 'no model call': episode([started, said('x'), ended]) },
  },
  'acts-only-on-whole-answers': {
    breaks: {
      'half an answer given as its own': episode([started, asked(1), half, said('I refu'), ended]),
      'half an answer taken into the history': episode([
        started,
        asked(1),
        half,
        asked(2, { newTurns: [{ role: 'assistant', blocks: [{ kind: 'text', text: 'I refu' }] }] }),
        ended,
      ]),
      'a tool executed from half a call': episode([started, asked(1), halfCall, asked(2), used(1, 'refund'), ended]),
    },
    holds: { 'half an answer that nobody used': episode([started, asked(1), half, asked(2, { attempt: 2 }), answered(2), said('fine'), ended]) },
    silent: { 'every answer was whole': episode(usual), 'no model call': episode([started, said('x'), ended]) },
  },
};

test('every check has its specimens, and every specimen its check', () => {
  expect(Object.keys(specimens).toSorted()).toEqual(checks.map(({ claim }) => claim).toSorted());
});

const all = Object.entries(specimens).flatMap(([claim, { breaks, holds, spoils = {}, silent = {} }]) => [
  ...Object.entries(breaks).map(([name, subject]) => ({ claim, name, subject, expected: ['fail'] })),
  ...Object.entries(spoils).map(([name, subject]) => ({ claim, name, subject, expected: ['invalid'] })),
  ...Object.entries(holds).map(([name, subject]) => ({ claim, name, subject, expected: ['pass'] })),
  ...Object.entries(silent).map(([name, subject]) => ({ claim, name, subject, expected: ['unobserved', 'not-applicable'] })),
]);

describe.each(checks)('$claim', (check) => {
  test('reads as a claim, and says where it comes from and what its rule is', () => {
    expect(check.claim).toMatch(/^[a-z]+(-[a-z]+)+$/);
    expect(check.rule).toMatch(/^[A-Z].*\.$/s);
    expect(check.from).toMatch(/S\d/);
  });

  test('has an episode that breaks it and one that holds', () => {
    const own = specimens[check.claim]!;
    expect(Object.keys(own.breaks).length + Object.keys(own.spoils ?? {}).length).toBeGreaterThan(0);
    expect(Object.keys(own.holds).length).toBeGreaterThan(0);
  });

  test.each(all.filter(({ claim }) => claim === check.claim))('$expected.0: $name', ({ subject, expected }) => {
    const { outcome, text } = check.check(subject);
    expect(expected, text).toContain(outcome);
  });

  test('same episode, same verdict; it cites only events that exist, and changes nothing', () => {
    for (const { claim, name, subject } of all) {
      const frozen = deepFrozen(JSON.parse(JSON.stringify(subject)) as Episode);
      const verdict = check.check(frozen);
      expect(check.check(deepFrozen(JSON.parse(JSON.stringify(subject)) as Episode)), `${claim}: ${name}`).toEqual(verdict);
      expect(outcomes).toContain(verdict.outcome);
      expect(verdict.text).toMatch(/\S.*\.$/s);
      const seqs = new Set(frozen.events.map(({ seq }) => seq));
      expect(
        verdict.evidence.filter((seq) => !seqs.has(seq)),
        `${claim}: ${name}`,
      ).toEqual([]);
    }
  });

  test('a history that is torn is never a pass', () => {
    for (const { subject, expected } of all.filter(({ claim, expected }) => claim === check.claim && expected[0] === 'fail')) {
      const torn = { ...subject, events: subject.events.filter(({ kind }) => kind !== 'episode-ended') };
      expect(['fail', 'unknown', 'invalid', 'unobserved', 'not-applicable'], expected[0]).toContain(check.check(torn).outcome);
    }
    expect(check.check({ ...episode([]), tasks: ['do it'] }).outcome).not.toBe('pass');
  });

  test('reads no clock, disk or chance', () => {
    const [now, random] = [Date.now, Math.random];
    const read = (): never => {
      throw new Error('a check may not');
    };
    Date.now = Math.random = read;
    try {
      for (const { subject } of all) check.check(subject);
    } finally {
      [Date.now, Math.random] = [now, random];
    }
  });
});

describe('a judgement over all checks', () => {
  const judged = (subject: Episode, plan: Partial<CasePlan> = {}): ReturnType<typeof judge> =>
    judge({ checks: [], index: 0, expectFailure: undefined, ...plan } as CasePlan, subject, () => ({ file: 's.yaml', line: 3 }));

  test('has one verdict for each claim', () => {
    const { verdicts, outcome } = judged(episode(usual));
    expect(verdicts.map(({ claim }) => claim)).toEqual(checks.map(({ claim }) => claim));
    expect(outcome).toBe('pass');
  });

  test('a check that throws is unknown, never a pass, and does not keep the others from being heard', () => {
    const { verdicts, outcome } = judged(episode(usual, { expect: { answers: [{ matches: '(' }] } }));
    const thrown = verdicts.find(({ claim }) => claim === 'answer-is-as-expected')!;
    expect(thrown).toMatchObject({ outcome: 'unknown', text: expect.stringContaining('The check itself failed') as string });
    expect(outcome).toBe('unknown');
    expect(verdicts.filter(({ outcome: how }) => how === 'pass').length).toBeGreaterThan(1);
  });

  test('what an agent did after a miss is not judged', () => {
    const missed = episode([started, asked(1), { kind: 'replay-missed', call: 1, code: 'REPLAY_MISS', text: 'no' }, said('oh'), ended], {
      expect: { answers: [{ equals: 'fine' }] },
    });
    const { verdicts, outcome } = judged(missed);
    expect(outcome).toBe('invalid');
    expect(verdicts.map(({ outcome: how }) => how)).not.toContain('fail');
    expect(verdicts.find(({ claim }) => claim === 'answer-is-as-expected')).toMatchObject({ outcome: 'unknown' });
  });

  test('a divergence is counted apart', () => {
    const diverged = episode([started, asked(1), { kind: 'replay-missed', call: 1, code: 'DIVERGED', text: 'no' }, ended]);
    expect(judged(diverged).outcome).toBe('diverged');
  });

  test('a claim that the case names must be exercised', () => {
    expect(judged(episode(usual), { checks: ['retries-are-bounded'] })).toMatchObject({ outcome: 'invalid' });
    expect(judged(specimens['retries-are-bounded']!.holds['five attempts']!, { checks: ['retries-are-bounded'] }).outcome).toBe('pass');
  });

  test('a specimen must break its claim and no other', () => {
    const loops = specimens['terminates-within-budget']!.breaks['too many steps']!;
    expect(judged(loops, { expectFailure: ['terminates-within-budget'] }).outcome).toBe('expected-failure');
    expect(judged(loops, { expectFailure: ['gives-an-answer'] }).outcome).toBe('fail');
    expect(judged(episode(usual), { expectFailure: ['gives-an-answer'] }).outcome).toBe('fail');
    const two = episode(loops.events, { limits: loops.limits, expect: { answers: [{ equals: 'y' }] } });
    expect(judged(two, { expectFailure: ['terminates-within-budget'] }).outcome).toBe('fail');
    const spoiled = specimens['replays-its-recording']!.spoils!['a fault that never struck']!;
    expect(judged(spoiled, { expectFailure: ['gives-an-answer'] }).outcome).toBe('invalid');
  });

  test('a failure names the line that asked for it', () => {
    const { verdicts } = judged(episode(usual, { expect: { answers: [{ equals: 'x' }] } }));
    expect(verdicts.find(({ outcome }) => outcome === 'fail')).toMatchObject({ place: { file: 's.yaml', line: 3 } });
  });
});

function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const member of Object.values(Object.freeze(value))) deepFrozen(member);
  return value;
}
