// Goal: a found story is made shorter by meaning, and what is left is what matters. Method: predicates in place of agents, which say what a story must have to break.
import { describe, expect, it } from 'vitest';
import type { Block } from '../../../src/domain/chat.ts';
import { shrinkStory, simplerJson, type Simplest } from '../../../src/explore/property/shrink-story.ts';
import type { Story, StoryTurn } from '../../../src/explore/property/story.ts';

const base: Story = { seed: 1, tasks: [{ order_id: 'O-1' }], turns: [], faults: [] };

const simplest: Simplest = {
  story: base,
  simplerArguments: (call) => [...simplerJson(call.arguments ?? null)],
  simplerTasks: () => [],
  simplerFaults: () => [],
};

function says(...blocks: readonly Block[]): StoryTurn {
  return { move: 'a drawn turn', blocks };
}

function calls(name: string, args: { readonly amount: number; readonly note?: string }): Block {
  return { kind: 'tool-call', id: '', name, arguments: args };
}

const long: Story = {
  seed: 99,
  tasks: [{ order_id: 'O-2' }, { order_id: 'O-1' }],
  turns: [
    null,
    says({ kind: 'text', text: 'Hello there, how are you today?' }),
    says(calls('get_order', { amount: 1 }), calls('refund', { amount: 400, note: 'quickly' })),
    says({ kind: 'text', text: 'Done.' }),
    says(calls('refund', { amount: 7 })),
  ],
  faults: [{ fault: 'slow-tool', match: {}, occurrence: 1, settings: { seconds: 3 } }],
  replies: [{ match: {}, replies: [{ afterSeconds: 60, reply: 'reject', by: 'Olga' }] }],
};

/** The agent of this test breaks where the model asks for more than 100. */
function asksTooMuch(story: Story): Promise<Story | undefined> {
  const amounts = story.turns.flatMap((turn) =>
    (turn?.blocks ?? []).flatMap((block) => (block.kind === 'tool-call' ? [block.arguments as { amount?: number }] : [])),
  );
  return Promise.resolve(amounts.some(({ amount }) => amount !== undefined && amount > 100) ? story : undefined);
}

describe('a story that breaks', () => {
  it('is left with the one call that matters, and the smallest amount that halving finds', async () => {
    const { story, runs } = await shrinkStory(long, simplest, asksTooMuch, 500);
    expect(story).toEqual({
      ...base,
      turns: [says(calls('refund', { amount: expect.toSatisfy((amount: number) => amount > 100 && amount <= 200) as number }))],
    });
    expect(runs).toBeLessThan(60);
  });

  it('is told without any turn where it breaks without any', async () => {
    const { story } = await shrinkStory(long, simplest, (candidate) => Promise.resolve(candidate), 500);
    expect(story).toEqual(base);
  });

  it('stays as it is where nothing smaller breaks', async () => {
    const { story, runs } = await shrinkStory(long, simplest, () => Promise.resolve(undefined), 500);
    expect(story).toEqual(long);
    expect(runs).toBeGreaterThan(10);
  });

  it('is tried no more often than allowed', async () => {
    let tried = 0;
    await shrinkStory(long, simplest, () => Promise.resolve(void tried++), 7);
    expect(tried).toBe(7);
  });

  it('never gets larger, whatever the agent tells meanwhile', async () => {
    const { story } = await shrinkStory(long, simplest, (candidate) => Promise.resolve({ ...candidate, turns: long.turns }), 50);
    expect(JSON.stringify(story).length).toBeLessThanOrEqual(JSON.stringify(long).length);
  });
});

describe('simpler JSON', () => {
  it('has a member less, or a smaller value, and never what it was', () => {
    const value = { a: [1, 'long enough a text'], b: { c: 1.5 } };
    const found = [...simplerJson(value)];
    expect(found).toContainEqual({ b: { c: 1.5 } });
    expect(found).toContainEqual({ a: [1, ''], b: { c: 1.5 } });
    expect(found).toContainEqual({ a: [1, 'long enough a text'], b: { c: 1 } });
    expect(found).not.toContainEqual(value);
  });
});
