// Goal: what users write is judged whatever it does: it holds, it does not, it throws, it loops, it waits for ever. Method: such properties over one episode.
import { describe, expect, it } from 'vitest';
import { createPropertyJudge } from '../../../src/explore/property/property-judge.ts';
import { fc, property, relation, reordered, same, scaled, changedMember, withField, type Property, type Relation } from '../../../src/properties.ts';
import { loadScenarios } from '../../../src/run/load-scenarios.ts';
import type { Episode } from '../../../src/domain/episode.ts';
import type { Verdict } from '../../../src/domain/verdict.ts';
import type { PlayedStory } from '../../../src/explore/property/play-story.ts';
import { committed, episode, said } from '../../support/episodes.ts';

const plan = loadScenarios(['test/explore/property/shop/shop.yaml'])[0]!.cases[0]!;
const refunded = episode([committed(1, 'refund', { arguments: { order_id: 'O-1', amount: 90 } }), said('{"done":true}')]);

async function judged(one: Property | Relation, seen: Episode = refunded, played?: Partial<PlayedStory>): Promise<Verdict> {
  const judge = createPropertyJudge(plan, [one], 0.3);
  const story = { seed: 1, tasks: plan.tasks, turns: [], faults: [] };
  const other: PlayedStory = { story, spoken: [], contexts: [], episode: seen, verdicts: [], broken: [], ...played };
  const [[verdict] = []] = await judge.hold([{ episode: seen, story }], () => Promise.resolve(other));
  return verdict!;
}

describe('a property', () => {
  it('holds, or says what is wrong', async () => {
    expect(await judged(property('p', ({ effects }) => effects.length === 1))).toMatchObject({ claim: 'p', outcome: 'pass' });
    expect(await judged(property('p', ({ effects }) => effects.length === 2))).toMatchObject({ outcome: 'fail' });
    expect(await judged(property('p', ({ answer }) => (answer === 1 ? true : 'it is not 1')))).toMatchObject({
      outcome: 'fail',
      text: 'it is not 1',
    });
    expect(await judged(property('p', async ({ answer }) => answer.done))).toMatchObject({ outcome: 'pass' });
  });

  it('that throws does not hold', async () => {
    const verdict = await judged(
      property('p', () => {
        throw new Error('no such member');
      }),
    );
    expect(verdict).toMatchObject({ outcome: 'fail', text: 'It threw: no such member' });
  });

  it.each([
    [
      'loops',
      property('p', () => {
        for (;;);
      }),
    ],
    ['waits', property('p', () => new Promise<boolean>(() => undefined))],
    [
      'loops in its condition',
      property(
        'p',
        {
          when: () => {
            for (;;);
          },
        },
        () => true,
      ),
    ],
  ])('that %s for ever is unknown, and never a pass', async (_, one) => {
    expect(await judged(one)).toMatchObject({ outcome: 'unknown', text: expect.stringContaining('did not come to an end within 0.3 s') as string });
  });

  it('that has nothing to say of an episode is no pass either', async () => {
    expect(await judged(property('p', { when: ({ calls }) => calls.length > 0 }, () => false))).toMatchObject({ outcome: 'not-applicable' });
  });

  it('draws values of its own, and tells the one for which it does not hold', async () => {
    const found = await judged(property('p', { given: fc.constantFrom('only') }, (_, drawn) => drawn !== 'only'));
    expect(found).toMatchObject({ outcome: 'fail', text: 'It does not hold. Given "only".' });
  });

  it('may call a tool on a copy of the world', async () => {
    const world = episode([], { world: plan.world! });
    const events = [
      ...world.events,
      { seq: 90, atMs: 1, kind: 'world-snapshot' as const, moment: 'last' as const, state: { orders: { 'O-1': { paid: 5 } } } },
    ];
    const verdict = await judged(
      property('p', async ({ tool }) => (await tool('get_order', { order_id: 'O-1' })).paid === 5),
      { ...world, events },
    );
    expect(verdict).toMatchObject({ outcome: 'pass' });
  });
});

describe('a relation', () => {
  it('compares two episodes', async () => {
    const other = episode([committed(1, 'refund', { arguments: { order_id: 'O-1', amount: 10 } })]);
    const one = relation('r', { change: withField('weather', 'rain'), holds: same('the amount', ({ effects }) => effects[0]?.arguments['amount']) });
    expect(await judged(one)).toMatchObject({ outcome: 'pass' });
    const broken = await judged(one, refunded, { episode: other });
    expect(broken.text).toBe('the amount was 90, and is 10 With the tasks changed to [{"order_id":"O-1","weather":"rain"}].');
    expect(broken.outcome).toBe('fail');
  });

  it('says nothing where the tasks cannot be changed, and is unknown where the other episode could not be judged', async () => {
    expect(await judged(relation('r', { change: reordered, holds: () => false }))).toMatchObject({ outcome: 'not-applicable' });
    expect(await judged(relation('r', { change: (tasks) => tasks, holds: () => true }), refunded, { problem: 'it never ran' })).toMatchObject({
      outcome: 'unknown',
    });
  });
});

describe('changes of tasks', () => {
  const tasks = [{ id: 1, amount: 10, text: 'a' }, { id: 2 }, 'plain'];
  it('change what they name, and nothing else', () => {
    expect(reordered(tasks)).toEqual(['plain', { id: 2 }, { id: 1, amount: 10, text: 'a' }]);
    expect(scaled('amount', 2)(tasks)).toEqual([{ id: 1, amount: 20, text: 'a' }, { id: 2 }, 'plain']);
    expect(scaled('price', 2)(tasks)).toBeUndefined();
    expect(withField('x', 1)(['plain'])).toBeUndefined();
    expect(changedMember('text', (value) => (typeof value === 'string' ? `${value}!` : undefined))(tasks)![0]).toEqual({
      id: 1,
      amount: 10,
      text: 'a!',
    });
  });
});
