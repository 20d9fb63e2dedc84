// Goal: a found story is made shorter by meaning, and what is left is what matters. Method: predicates in place of agents, which say what a story must have to break.
import { describe, expect, it } from 'vitest';
import type { Block } from '../../../src/domain/chat.ts';
import { shrinkStory, type Simplest, type ToldStory } from '../../../src/explore/property/shrink-story.ts';
import type { Story } from '../../../src/explore/property/story.ts';
import type { ModelContext, ModelTurn } from '../../../src/generate/index.ts';

const base: Story = { seed: 1, tasks: [{ order_id: 'O-1' }], turns: [], faults: [] };

const simplest: Simplest = {
  story: base,
  simplerTasks: () => [],
  simplerFaults: () => [],
};

function says(...blocks: readonly Block[]): ModelTurn {
  return { kind: 'fitting-call', blocks, finish: 'stop' };
}

function calls(name: string, args: { readonly amount: number; readonly note?: string }): Block {
  return { kind: 'tool-call', id: 'call_1_1', name, arguments: args };
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

const schema = { type: 'object', properties: { amount: { type: 'integer', minimum: 0 }, note: { type: 'string' } }, required: ['amount'] };
const context: ModelContext = {
  request: {
    operation: 'chat',
    model: 'gpt-4o',
    stream: false,
    system: [],
    tools: ['get_order', 'refund'].map((name) => ({ name, schema })),
    parameters: {},
    turns: [{ role: 'user', blocks: [{ kind: 'text', text: 'Refund it.' }] }],
  },
  contracts: [],
};

function told(story: Story): ToldStory {
  return { story, contexts: story.turns.map(() => context) };
}

/** The agent of this test breaks where the model asks for more than 100. */
function asksTooMuch(story: Story): Promise<ToldStory | undefined> {
  const amounts = story.turns.flatMap((turn) =>
    (turn?.blocks ?? []).flatMap((block) => (block.kind === 'tool-call' ? [(block.arguments as { readonly amount?: number }).amount ?? 0] : [])),
  );
  return Promise.resolve(amounts.some((amount) => amount > 100) ? told(story) : undefined);
}

describe('a story that breaks', () => {
  it('is left with the one call that matters, and the smallest amount that breaks', async () => {
    const { story, runs } = await shrinkStory(told(long), simplest, asksTooMuch, 500);
    const [turn, ...others] = story.turns;
    expect({ ...story, turns: others }).toEqual(base);
    expect(turn!.blocks).toEqual([expect.objectContaining({ kind: 'tool-call', arguments: { amount: 101 } })]);
    expect(runs).toBeLessThan(100);
  });

  it('is told without any turn where it breaks without any', async () => {
    const { story } = await shrinkStory(told(long), simplest, (candidate) => Promise.resolve(told(candidate)), 500);
    expect(story).toEqual(base);
  });

  it('stays as it is where nothing smaller breaks', async () => {
    const { story, runs } = await shrinkStory(told(long), simplest, () => Promise.resolve(undefined), 500);
    expect(story).toEqual(long);
    expect(runs).toBeGreaterThan(10);
  });

  it('is tried no more often than allowed', async () => {
    let tried = 0;
    await shrinkStory(told(long), simplest, () => Promise.resolve(void tried++), 7);
    expect(tried).toBe(7);
  });

  it('never gets larger, whatever the agent tells meanwhile', async () => {
    const { story } = await shrinkStory(told(long), simplest, (candidate) => Promise.resolve(told({ ...candidate, turns: long.turns })), 50);
    expect(JSON.stringify(story).length).toBeLessThanOrEqual(JSON.stringify(long).length);
  });
});
