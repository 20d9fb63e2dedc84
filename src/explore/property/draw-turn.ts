import { constantFrom, sample, type Arbitrary, constant } from 'fast-check';
import { mixed } from './draw-story.ts';
import { simplerJson } from './shrink-story.ts';
import type { DrawTurn, TurnSituation } from './story-answerer.ts';
import type { StoryTurn } from './story.ts';

export function createTurnDrawer(seed: number): DrawTurn {
  return (situation) => sample(turns(situation), { seed: mixed(seed, situation.index), numRuns: 1 })[0]!;
}

function turns({ own }: TurnSituation): Arbitrary<StoryTurn | null> {
  if (own === undefined) return constant(null);
  const variants = own.blocks.flatMap((block, index) => {
    if (block.kind !== 'text') return [];
    try {
      return [...simplerJson(JSON.parse(block.text))].map((json) => ({
        ...own,
        move: 'other members',
        blocks: own.blocks.with(index, { ...block, text: JSON.stringify(json) }),
      }));
    } catch {
      return [];
    }
  });
  return constantFrom<(StoryTurn | null)[]>(
    null,
    null,
    ...variants,
    { move: 'an empty turn', blocks: [] },
    { move: 'a refusal', blocks: [{ kind: 'refusal', text: 'No.' }] },
  );
}
