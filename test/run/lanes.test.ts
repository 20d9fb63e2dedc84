import { describe, expect, test } from 'vitest';
import type { Event, EventBody } from '../../src/domain/event.ts';
import { lanesOf } from '../../src/run/lanes.ts';
import { worldProject } from '../support/world-project.ts';

// Goal: a history is drawn as what took how long: requests until their answers, waits between failed attempts, faults over what they strike, breakers in their
// states, people until they reply. Method: histories written by hand, and the history of a real agent that is killed.

/** Events a hundred milliseconds apart. */
function history(...bodies: readonly EventBody[]): readonly Event[] {
  return bodies.map((body, index) => ({ seq: index + 1, atMs: index * 100, ...body }));
}

/** Each mark as one line: lane, events, kind, tone, text. */
function lines(events: readonly Event[]): readonly string[] {
  return lanesOf(events).flatMap(({ name, marks }) =>
    marks.map(
      ({ event, endEvent, kind, tone, text }) => `${name} | ${event}${endEvent === undefined ? '' : `-${endEvent}`} ${kind} ${tone} | ${text}`,
    ),
  );
}

const request = (call: number, attempt = 1, model = 'm'): EventBody => ({
  kind: 'model-request',
  call,
  conversation: 1,
  dialect: 'openai',
  operation: 'chat',
  model,
  stream: false,
  attempt,
  turnCount: 2,
  newTurns: [],
});
const answer = (call: number, status = 200): EventBody => ({
  kind: 'model-answer',
  call,
  origin: 'scripted',
  status,
  blocks: status === 200 ? [{ kind: 'tool-call', id: 'a', name: 'refund', arguments: {} }] : [],
  complete: true,
  ...(status === 200 ? {} : { error: { status, type: 'server_error', message: 'no' } }),
});
const called = (toolCall: number, attempt = 1): EventBody => ({
  kind: 'tool-called',
  toolCall,
  tool: 'refund',
  arguments: {},
  operation: 'refund{}',
  attempt,
  via: 'http',
  touches: [],
});
const answered = (toolCall: number, delivered: boolean): EventBody => ({
  kind: 'tool-answered',
  toolCall,
  tool: 'refund',
  outcome: delivered ? 'ok' : 'unknown',
  result: {},
  delivered,
  latencyMs: 1,
});
const breaker = (state: 'open' | 'closed' | 'half-open'): EventBody => ({
  kind: 'agent-reported',
  via: 'http',
  report: { type: 'breaker', name: 'crm', state },
});

test('a request lasts until its answer, a failed attempt is followed by a wait, and the fault lies over what it strikes', () => {
  const events = history(
    request(1),
    { kind: 'fault-fired', call: 1, fault: 0, name: 'provider-error', text: 'answered 503' },
    answer(1, 503),
    request(2, 2),
    answer(2),
  );
  expect(lines(events)).toEqual([
    'faults | 2-3 fault fault | provider error: answered 503',
    'model m | 1-3 request bad | request 1 → error 503',
    'model m | 3-4 gap plain | waits',
    'model m | 4-5 request plain | request 2, attempt 2 → asks for refund',
  ]);
  expect(lanesOf(events)[1]!.marks.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
    [0, 200],
    [200, 300],
    [300, 400],
  ]);
});

test('a lost answer, the effect that was committed all the same, and the second attempt', () => {
  const effect: EventBody = {
    kind: 'effect-committed',
    effect: 1,
    toolCall: 1,
    tool: 'refund',
    arguments: {},
    intent: 'refund:7',
    changes: [],
    by: 'agent',
  };
  expect(
    lines(
      history(
        called(1),
        effect,
        { kind: 'fault-fired', call: 0, toolCall: 1, fault: 0, name: 'lost-tool-answer', text: 'broke the connection' },
        answered(1, false),
        called(2, 2),
        answered(2, true),
      ),
    ),
  ).toEqual([
    'faults | 3-4 fault fault | lost tool answer: broke the connection',
    'tool refund | 1-4 call bad | call 1 → the answer is lost',
    'tool refund | 2 effect good | effect 1: refund:7',
    'tool refund | 4-5 gap plain | waits',
    'tool refund | 5-6 call plain | call 2, attempt 2 → done',
  ]);
});

test('what is asked again after a success, for another task or by another run of the agent is no wait', () => {
  const restarted: EventBody = { kind: 'agent-restarted', run: 2, how: 'killed', text: '' };
  expect(lines(history(called(1), answered(1, true), called(2, 2), answered(2, true))).filter((line) => line.includes('gap'))).toEqual([]);
  expect(
    lines(history(called(1), answered(1, false), { kind: 'task-given', index: 1, task: 'x' }, called(2, 2))).filter((line) => line.includes('gap')),
  ).toEqual([]);
  expect(lines(history(called(1), restarted, called(2, 2), answered(2, true)))).toEqual([
    'tool refund | 1-2 call bad | call 1 → cut off',
    'tool refund | 3-4 call plain | call 2, attempt 2 → done',
    'process | 2 fault fault | killed; run 2 begins',
  ]);
});

test('a breaker is in a state until the next, people are asked until they reply, and what has no end says so', () => {
  const asked = (number: number): EventBody => ({ kind: 'human-asked', request: number, ticket: {}, level: 'L1' });
  expect(
    lines(
      history(
        breaker('open'),
        breaker('half-open'),
        breaker('closed'),
        asked(1),
        { kind: 'human-replied', request: 1, reply: 'need_info', by: 'Ada', ordinal: 1 },
        asked(2),
        called(1),
        request(1),
        { kind: 'episode-ended', how: 'timed-out' },
      ),
    ),
  ).toEqual([
    'model m | 8-9 request plain | request 1 → no answer',
    'breaker crm | 1-2 breaker bad | open',
    'breaker crm | 2-3 breaker plain | half open',
    'breaker crm | 3-9 breaker good | closed',
    'tool refund | 7-9 call plain | call 1 → no answer',
    'people | 4-5 person plain | question 1, L1 → Ada: need info',
    'people | 6-9 person plain | question 2, L1 → nobody replies',
    'process | 9 end bad | timed-out',
  ]);
});

test('nothing, and models beside each other', () => {
  expect(lanesOf([])).toEqual([]);
  expect(lanesOf(history(request(1, 1, 'big'), answer(1, 503), request(2, 1, 'small'), answer(2))).map(({ name }) => name)).toEqual([
    'model big',
    'model small',
  ]);
});

describe('a real agent', () => {
  test('that is killed after its effect: the call is cut, and the second run does it again', async () => {
    const agent = `export default async (task, { environment }) => (await fetch(environment.REHEARSAL_TOOLS_URL + '/refund', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"order_id":"7","amount":80}' })).json();`;
    const { events } = await worldProject('module', agent, `world: { restart: { after: effect-committed, tool: refund } }\n`).run();
    const own = events.slice(events.findLastIndex(({ kind }) => kind === 'episode-started'));
    expect(
      lanesOf(own)
        .find(({ name }) => name === 'tool refund')!
        .marks.map(({ kind, tone, text }) => [kind, tone, text]),
    ).toEqual([
      ['call', 'bad', 'call 1 → the answer is lost'],
      ['effect', 'good', 'effect 1: refund:7'],
      ['call', 'plain', 'call 2, attempt 2 → done'],
      ['effect', 'good', 'effect 2: refund:7'],
    ]);
    expect(lines(own).some((line) => /^process \| \d+ fault fault \| abandoned; run 2 begins/.test(line))).toBe(true);
    // Every mark names events that there are, in their order.
    for (const { marks } of lanesOf(own)) {
      for (const { event, endEvent, fromMs, toMs } of marks) {
        expect(own.some(({ seq }) => seq === event)).toBe(true);
        expect(endEvent === undefined || own.some(({ seq }) => seq === endEvent)).toBe(true);
        expect(toMs).toBeGreaterThanOrEqual(fromMs);
      }
    }
  });
});
