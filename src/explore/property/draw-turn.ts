import { drawModelTurn, moves, seededDraw } from '../../generate/index.ts';
import type { CoverageMap } from './coverage.ts';
import { mixed } from './draw-story.ts';
import type { DrawTurn } from './story-answerer.ts';

/** Moves that lead to what has not been reached yet are made so many times as often. */
const towardsTheUnreached = 3;

/** Draws what the model says, by the seed of the story, the place in it, and what no story has reached so far. */
export function createTurnDrawer(seed: number, coverage: CoverageMap): DrawTurn {
  const weights = steered(coverage);
  return (context, index) => {
    const turn = drawModelTurn(context, seededDraw(mixed(seed, index)), { weights });
    return turn.kind === 'as-usual' ? null : turn;
  };
}

function steered(coverage: CoverageMap): Readonly<Record<string, number>> {
  const wanted = [
    ...(coverage.missing('tool').length > 0 ? ['fitting-call'] : []),
    ...(coverage.missing('transition').length > 0 ? ['state-jump'] : []),
    ...(coverage.missing('outcome').some((name) => name.endsWith('invalid_input')) ? ['off-schema-argument', 'missing-argument'] : []),
  ];
  return Object.fromEntries(moves.filter(({ kind }) => wanted.includes(kind)).map(({ kind, weight }) => [kind, weight * towardsTheUnreached]));
}
