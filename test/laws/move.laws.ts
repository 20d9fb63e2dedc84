// The laws of everything that a model may say: same situation and same chance, same words; plain data; names and weights of its own; and nothing is said that a dialect could not write.
import { describe, expect, it } from 'vitest';
import { dialects } from '../../src/dialect/index.ts';
import { moves, renderTurn, seededDraw } from '../../src/generate/index.ts';
import { situationOf } from '../../src/generate/model/situation.ts';
import { contexts } from '../generate/model-contexts.ts';

const seeds = Array.from({ length: 25 }, (_, seed) => seed);

describe('moves', () => {
  it('have names of their own, and weigh something', () => {
    expect(moves.length).toBeGreaterThan(20);
    expect(new Set(moves.map(({ kind }) => kind)).size).toBe(moves.length);
    for (const { weight } of moves) expect(weight).toBeGreaterThan(0);
  });
});

describe.each(moves)('the move $kind', (move) => {
  it('says the same by the same chance', () => {
    for (const context of Object.values(contexts))
      for (const seed of seeds) {
        const say = (): unknown => move.says(situationOf(structuredClone(context)), seededDraw(seed));
        expect(say()).toEqual(say());
      }
  });

  it('is plain data, and can be written in every dialect', () => {
    let count = 0;
    for (const context of Object.values(contexts))
      for (const seed of seeds) {
        const said = move.says(situationOf(context), seededDraw(seed));
        if (said === undefined) continue;
        count++;
        expect(JSON.parse(JSON.stringify(said))).toEqual(said);
        for (const dialect of dialects.filter(({ operation }) => operation === 'chat'))
          for (const stream of [true, false]) expect(renderTurn({ kind: move.kind, ...said }, dialect, { stream }).status).toBe(200);
      }
    expect(count).toBeGreaterThan(10);
  });
});
