import { describe, expect, test } from 'vitest';
import type { PeoplePlan } from '../../src/domain/world.ts';
import { askPerson, waitMsOf } from '../../src/world/index.ts';
import { openWorld, refundContract, type OpenedWorld } from '../support/world.ts';

// Goal: people reply as the scenario says: at once, late, never, differently by level, and against their own word; and what is logged is what the agent
// could see, when it could see it. Method: worlds on a clock that moves by itself.

const never = new AbortController().signal;
const hourMs = 3_600_000;

function withPeople(replies: PeoplePlan['replies'], levels: readonly string[] = ['normal', 'high', 'urgent']): OpenedWorld {
  return openWorld({ contracts: [refundContract], plan: { people: { levels, replies } } });
}
const reply = (word: 'approve' | 'reject' | 'need_info', afterSeconds = 0, by = 'Olga'): PeoplePlan['replies'][number]['replies'][number] => ({
  reply: word,
  afterSeconds,
  by,
});

test('a ticket is logged as the agent wrote it, with the call that it names; its reply is logged when it is read', async () => {
  const { world, of, clock } = withPeople([{ match: { tool: 'refund' }, replies: [reply('approve', 60)] }]);
  const ticket = {
    ticket_id: 'T-1',
    priority: 'high',
    question: 'May I?',
    tool: 'refund',
    arguments: { order_id: '7', request_id: 'k1' },
    more: [1],
  };
  expect(world.people.ask(ticket)).toEqual({ request: 1, ticket_id: 'T-1', status: 'pending' });
  expect(of('human-asked')).toMatchObject([
    { request: 1, ticket, level: 'high', concerns: { tool: 'refund', arguments: ticket.arguments, operation: '["refund",{"order_id":"7"}]' } },
  ]);
  await clock.sleep(90_000);
  expect(of('human-replied')).toEqual([]);
  expect(await world.people.read(1, 0, never)).toEqual({ request: 1, ticket_id: 'T-1', status: 'answered', reply: 'approve', by: 'Olga' });
  expect(of('human-replied')).toMatchObject([{ atMs: 90_000, request: 1, reply: 'approve', by: 'Olga', ordinal: 1 }]);
  // Read again it is no second reply.
  expect(await world.people.read(1, 0, never)).toMatchObject({ status: 'answered' });
  expect(of('human-replied')).toHaveLength(1);
});

test('who waits is told at the moment of the reply; who waits too briefly, that there is none', async () => {
  const { world, clock } = withPeople([{ match: {}, replies: [reply('reject', 3600)] }]);
  world.people.ask({ question: 'May I?' });
  expect(await world.people.read(1, 1_800_000, never)).toEqual({ request: 1, ticket_id: 'ticket-1', status: 'pending' });
  expect(clock.now()).toBe(1_800_000);
  expect(await world.people.read(1, 4 * hourMs, never)).toMatchObject({ status: 'answered', reply: 'reject' });
  expect(clock.now()).toBe(hourMs);
});

test('silence: nobody replies, the escalation of the same ticket keeps its number, and the next level replies', async () => {
  const { world, of, clock } = withPeople([
    { match: { level: 'normal' }, replies: [] },
    { match: { level: 'high' }, replies: [reply('approve', 120, 'the head of department')] },
  ]);
  const ticket = { ticket_id: 'T-1', question: 'May I?' };
  world.people.ask(ticket);
  expect(await world.people.read(1, 4 * hourMs, never)).toMatchObject({ status: 'pending' });
  expect(clock.now()).toBe(4 * hourMs);
  expect(world.people.ask({ ...ticket, priority: 'high' })).toMatchObject({ request: 1 });
  expect(await world.people.read(1, hourMs, never)).toMatchObject({ status: 'answered', by: 'the head of department' });
  expect(of('human-asked').map(({ request, level }) => [request, level])).toEqual([
    [1, 'normal'],
    [1, 'high'],
  ]);
});

test('need_info: asked again with what was missing, it waits for a new reply; the same entry is not begun again', async () => {
  const { world, of } = withPeople([{ match: {}, replies: [reply('need_info'), reply('approve', 60)] }]);
  const ticket = { ticket_id: 'T-1', question: 'May I?' };
  world.people.ask(ticket);
  expect(await world.people.read(1, 0, never)).toMatchObject({ reply: 'need_info' });
  world.people.ask({ ...ticket, context: 'The customer has paid twice.' });
  expect(await world.people.read(1, 0, never)).toMatchObject({ status: 'pending' });
  expect(await world.people.read(1, hourMs, never)).toMatchObject({ reply: 'approve' });
  expect(of('human-replied').map(({ reply: word, ordinal }) => [word, ordinal])).toEqual([
    ['need_info', 1],
    ['approve', 2],
  ]);
});

test('people contradict themselves: who reads late sees both, in their order, and the last word counts', async () => {
  const { world, of, clock } = withPeople([{ match: {}, replies: [reply('approve', 10), reply('reject', 10, 'Boris')] }]);
  world.people.ask({});
  await clock.sleep(15_000);
  expect(await world.people.read(1, 0, never)).toMatchObject({ reply: 'approve' });
  await clock.sleep(15_000);
  expect(await world.people.read(1, 0, never)).toMatchObject({ reply: 'reject', by: 'Boris' });
  world.people.ask({});
  await clock.sleep(60_000);
  expect(await world.people.read(2, 0, never)).toMatchObject({ reply: 'reject' });
  expect(of('human-replied').map(({ request, reply: word, ordinal }) => [request, word, ordinal])).toEqual([
    [1, 'approve', 1],
    [1, 'reject', 2],
    [2, 'approve', 1],
    [2, 'reject', 2],
  ]);
});

test.each([
  ['its level', { level: 'urgent' }, { priority: 'urgent' }, true],
  ['another level', { level: 'urgent' }, { priority: 'high' }, false],
  ['a level without a name is an ordinary one', { level: 'normal' }, {}, true],
  ['its tool', { tool: 'refund' }, { action: { tool: 'refund@v1', arguments: {} } }, true],
  ['another tool', { tool: 'refund' }, { tool: 'pay' }, false],
  ['what stands in it', { content: 'order "7"' }, { context: { text: 'about order "7"' } }, true],
  ['what does not', { content: 'order 8' }, { context: 'about order 7' }, false],
])('a reply is chosen by %s', async (_, match, ticket, replied) => {
  const { world } = withPeople([{ match, replies: [reply('approve')] }]);
  world.people.ask(ticket);
  expect((await world.people.read(1, 0, never))!.status).toBe(replied ? 'answered' : 'pending');
});

test('there is no reply to what was never asked', async () => {
  expect(await withPeople([]).world.people.read(1, 0, never)).toBeUndefined();
});

test('whoever waits when the episode ends, waits no longer', async () => {
  const { world } = withPeople([]);
  world.people.ask({});
  const waiting = world.people.read(1, Infinity, never);
  await world.end();
  expect(await waiting).toMatchObject({ status: 'pending' });
});

describe('ask_person', () => {
  test('asks, waits, and reads an earlier request', async () => {
    const { world } = withPeople([{ match: {}, replies: [reply('approve', 60)] }]);
    expect(await askPerson(world.people, { question: 'May I?' }, { signal: never, crosses: () => true })).toEqual({
      request: 1,
      ticket_id: 'ticket-1',
      status: 'pending',
    });
    expect(await askPerson(world.people, { request: 1, wait: '2m' }, { signal: never, crosses: () => true })).toMatchObject({
      status: 'answered',
      reply: 'approve',
    });
    expect(await askPerson(world.people, { question: 'And this?', wait: '1h' }, { signal: never, crosses: () => true })).toMatchObject({
      request: 2,
      status: 'answered',
    });
  });

  test.each([
    ['no object', 'May I?', 'INVALID_ARGUMENTS'],
    ['no length of time', { wait: 'long' }, 'INVALID_ARGUMENTS'],
    ['no such request', { request: 9 }, 'UNKNOWN_REQUEST'],
  ])('%s is invalid input', async (_, args, error_code) => {
    expect(await askPerson(withPeople([]).world.people, args, { signal: never, crosses: () => true })).toMatchObject({
      status: 'invalid_input',
      error_code,
    });
  });
});

test.each([
  [undefined, 0],
  ['', 0],
  ['30s', 30_000],
  ['4h', 4 * hourMs],
  ['1.5', 1500],
  [2, 2000],
  ['soon', undefined],
  [-1, undefined],
  [{}, undefined],
])('a wait of %j', (wait, ms) => {
  expect(waitMsOf(wait)).toBe(ms);
});

test('a ticket that is asked unchanged again, as by an agent that was restarted, gets the same reply again; a changed one does not', async () => {
  const { world, of } = withPeople([{ match: {}, replies: [reply('approve', 60)] }]);
  const ticket = { ticket_id: 'T-1', question: 'May I?' };
  world.people.ask(ticket);
  expect(await world.people.read(1, hourMs, never)).toMatchObject({ reply: 'approve' });
  expect(world.people.ask({ question: 'May I?', ticket_id: 'T-1' })).toMatchObject({ request: 1, status: 'pending' });
  expect(await world.people.read(1, 0, never)).toMatchObject({ status: 'answered', reply: 'approve' });
  expect(of('human-replied').map(({ ordinal }) => ordinal)).toEqual([1, 2]);
  world.people.ask({ ...ticket, question: 'May I do more?' });
  expect(await world.people.read(1, hourMs, never)).toMatchObject({ status: 'pending' });
});
