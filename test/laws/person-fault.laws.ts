import { describe, expect, test } from 'vitest';
import type { FaultSchedule } from '../../src/domain/fault.ts';
import type { ReplyPlan } from '../../src/domain/world.ts';
import { placesOf } from '../../src/explore/chaos/places.ts';
import { faultKinds, type FaultKind } from '../../src/fault/index.ts';
import { openWorld, shop, shopContracts, shopState, type OpenedWorld } from '../support/world.ts';

// Goal: what every fault of people promises: it strikes questions and nothing else, on its turn; it says that it fired exactly when the agent can feel it.
// Method: every kind strikes the planned replies of a world; the agent asks, waits, acts, and asks what has become of its question.

const kinds = faultKinds.filter(({ site }) => site === 'human').map((kind) => ({ name: kind.name, kind }));
const kindOf = (name: string): FaultKind => faultKinds.find((kind) => kind.name === name)!;
const never = new AbortController().signal;
const approve: ReplyPlan = { match: {}, replies: [{ afterSeconds: 60, reply: 'approve', by: 'Ada' }] };
const ticket = { ticket_id: 't', question: 'May I?', tool: 'refund', arguments: { order_id: '7', amount: 30 } };

function struck(kind: FaultKind, entry: Partial<FaultSchedule[number]> = {}, replies: readonly ReplyPlan[] = [approve]): OpenedWorld {
  return openWorld({
    contracts: shopContracts,
    handlers: shop,
    plan: { state: shopState, people: { levels: ['normal'], replies } },
    faults: [{ fault: kind.name, match: {}, occurrence: 1, settings: kind.example, ...entry }],
  });
}

/** Asks, waits for an hour, does what was approved, and looks again a day later. */
async function work({ world, call, clock }: OpenedWorld): Promise<readonly string[]> {
  const { request } = world.people.ask(ticket);
  const words = [];
  const first = (await world.people.read(request, 3_600_000, never))!;
  words.push(first.status === 'answered' ? first.reply : first.status);
  if (words[0] === 'approve') await call('refund', { order_id: '7', amount: 30 });
  await clock.sleep(86_400_000);
  const last = (await world.people.read(request, 0, never))!;
  words.push(last.status === 'answered' ? last.reply : last.status);
  return words;
}

test('there are some', () => {
  expect(kinds.map(({ name }) => name)).toEqual(['people-silent', 'late-reply', 'contradictory-reply', 'approval-withdrawn']);
});

describe.each(kinds)('$name', ({ kind }) => {
  test('strikes on its turn, is said once, and is felt', async () => {
    const plain = struck(kind, { occurrence: 2 });
    expect(await work(plain)).toEqual(['approve', 'approve']);
    expect(plain.injector.unfired()).toMatchObject([{ index: 0, matched: 1 }]);
    const trial = struck(kind);
    expect(await work(trial)).not.toEqual(['approve', 'approve']);
    expect(trial.of('fault-fired')).toMatchObject([{ call: 0, fault: 0, name: kind.name, text: expect.stringMatching(/^[a-z]/) as string }]);
    expect(trial.injector.unfired()).toEqual([]);
  });

  test('the same settings do the same', async () => {
    const runs = [];
    for (let run = 0; run < 2; run++) {
      const trial = struck(kind);
      await work(trial);
      runs.push(trial.events);
    }
    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]!.length).toBeGreaterThan(2);
  });

  test('does not fire where nobody would have replied, nor at a question about something else', async () => {
    for (const trial of [
      struck(kind, {}, []),
      struck(kind, { match: { tool: 'cancel_refund' } }),
      struck(kind, { match: { content: 'no such words' } }),
    ]) {
      await work(trial);
      await trial.world.end();
      expect(trial.of('fault-fired')).toEqual([]);
      expect(trial.injector.unfired()).toHaveLength(1);
    }
  });

  test('what it tries at a place strikes there', async () => {
    const plain = struck(kind, { occurrence: 99 });
    await work(plain);
    const [place] = placesOf(plain.events, shopContracts).flatMap((each) => (each.place.kind === 'person' ? [each.place] : []));
    const tries = kind.tries!(place!, { kind: 'function', clock: 'virtual', endsWithItsAnswer: false });
    expect(tries.length).toBeGreaterThan(0);
    for (const settings of tries) {
      const trial = struck(kind, { settings, occurrence: place!.number });
      await work(trial);
      await trial.world.end();
      expect(trial.injector.unfired()).toEqual([]);
    }
  });
});

describe('what each does', () => {
  test('people-silent: nobody ever replies', async () => {
    expect(await work(struck(kindOf('people-silent')))).toEqual(['pending', 'pending']);
  });

  test('late-reply: it comes, and too late for whoever waited for an hour', async () => {
    const trial = struck(kindOf('late-reply'), { settings: { seconds: 7200 } });
    expect(await work(trial)).toEqual(['pending', 'approve']);
    expect(trial.of('fault-fired')[0]!.atMs).toBe(0);
  });

  test('contradictory-reply: who reads one reads both, and the last word counts', async () => {
    const trial = struck(kindOf('contradictory-reply'));
    expect(await work(trial)).toEqual(['reject', 'reject']);
    expect(trial.of('human-replied').map(({ reply, by, ordinal }) => [reply, by, ordinal])).toEqual([
      ['approve', 'Ada', 1],
      ['reject', 'another person', 2],
    ]);
  });

  test('contradictory-reply: a second word that comes later fired when it could be read, whether it was or not', async () => {
    const trial = struck(kindOf('contradictory-reply'), { settings: { afterSeconds: 3600 } });
    expect(await work(trial)).toEqual(['approve', 'reject']);
    const unread = struck(kindOf('contradictory-reply'), { settings: { afterSeconds: 3600 } });
    const { request } = unread.world.people.ask(ticket);
    await unread.world.people.read(request, 3_600_000, never);
    expect(unread.of('fault-fired')).toEqual([]);
    await unread.clock.sleep(7_200_000);
    await unread.world.end();
    expect(unread.injector.unfired()).toEqual([]);
    // One that would have come after the end has not struck.
    const over = struck(kindOf('contradictory-reply'), { settings: { afterSeconds: 86_400 } });
    await over.world.people.read(over.world.people.ask(ticket).request, 3_600_000, never);
    await over.world.end();
    expect(over.injector.unfired()).toHaveLength(1);
  });

  test('approval-withdrawn: only after the effect, and only where there was an approval', async () => {
    const trial = struck(kindOf('approval-withdrawn'));
    expect(await work(trial)).toEqual(['approve', 'reject']);
    const order = trial.events.map(({ kind }) => kind).filter((kind) => ['human-replied', 'effect-committed', 'fault-fired'].includes(kind));
    expect(order).toEqual(['human-replied', 'effect-committed', 'fault-fired', 'human-replied']);
    expect(trial.of('human-replied')[1]).toMatchObject({ reply: 'reject', by: 'Ada', text: 'Please undo this.' });
    const rejected = struck(kindOf('approval-withdrawn'), {}, [{ match: {}, replies: [{ afterSeconds: 0, reply: 'reject', by: 'Ada' }] }]);
    await work(rejected);
    expect(rejected.injector.unfired()).toHaveLength(1);
  });
});
