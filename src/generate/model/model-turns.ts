import type { Arbitrary } from 'fast-check';
import type { Draw } from '../draw.ts';
import { DrawnArbitrary } from '../drawn-arbitrary.ts';
import { pickWeighted } from '../pick-weighted.ts';
import { saysBlocks, saysText } from './calls.ts';
import type { ModelContext } from './model-context.ts';
import type { ModelTurn } from './model-turn.ts';
import { moves } from './moves/index.ts';
import { isModelTurn, simplerTurns } from './simpler-turns.ts';
import { situationOf, type Situation } from './situation.ts';

export interface ModelOptions {
  /** Weights of moves by their kind, in place of their own; 0 leaves one out. */
  readonly weights?: Readonly<Record<string, number>>;
  /** After so many turns the model says what is usual, or ends with an answer, so that it cannot keep an agent busy for ever. Default 24. */
  readonly turnsMax?: number;
}

/** No other move fits more seldom than this. */
const triesMax = 30;

/**
 * What a model may say next. The same draws of the same context say the same.
 *
 * @example
 * ```ts
 * const turn = fc.sample(modelTurns({ request, contracts }), { seed, numRuns: 1 })[0];
 * return renderTurn(turn, dialect, { stream: request.stream, request: httpRequest });
 * ```
 */
export function modelTurns(context: ModelContext, options: ModelOptions = {}): Arbitrary<ModelTurn> {
  const situation = situationOf(context);
  return new DrawnArbitrary({
    draw: (draw) => drawTurn(situation, draw, options),
    fits: isModelTurn,
    simpler: (turn) => simplerTurns(turn, situation),
  });
}

/** The same without fast-check, for whoever draws many turns from one source of chance. */
export function drawModelTurn(context: ModelContext, draw: Draw, options: ModelOptions = {}): ModelTurn {
  return drawTurn(situationOf(context), draw, options);
}

function drawTurn(situation: Situation, draw: Draw, { weights = {}, turnsMax = 24 }: ModelOptions): ModelTurn {
  if (situation.turnCount < turnsMax) {
    for (let tries = 0; tries < triesMax; tries++) {
      const move = pickWeighted(moves, weights, draw);
      const said = move?.says(situation, draw);
      if (said !== undefined) return { kind: move!.kind, ...said };
    }
  }
  return simplestOf(situation);
}

/** What is simplest to say: the usual, or an answer that claims nothing. */
export function simplestTurn(context: ModelContext): ModelTurn {
  return simplestOf(situationOf(context));
}

/** Simpler turns than this one, in that context. */
export function simplerTurnsFor(turn: ModelTurn, context: ModelContext): Iterable<ModelTurn> {
  return simplerTurns(turn, situationOf(context));
}

function simplestOf({ context, answer }: Situation): ModelTurn {
  if (context.usual !== undefined) return { kind: 'as-usual', ...saysBlocks(context.usual) };
  return answer === undefined
    ? { kind: 'plain-answer', ...saysText('ok') }
    : { kind: 'fitting-answer', ...saysText(JSON.stringify(answer.simplest)) };
}
