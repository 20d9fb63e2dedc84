// The laws of everything that a tool may answer: same call and same chance, same answer; plain data; names and weights of its own.
import { describe, expect, it } from 'vitest';
import { seededDraw, type ToolContext } from '../../src/generate/index.ts';
import { resultKinds } from '../../src/generate/world/results/index.ts';
import { toolSituationOf } from '../../src/generate/world/tool-situation.ts';
import { contracts } from '../generate/model-contexts.ts';

const [refund] = contracts;
const result = { status: 'success', order_id: 7, text: 'sent' };
const output = { type: 'object', required: ['status', 'order_id'], properties: { status: { type: 'string' }, order_id: { type: 'integer' } } };
const contexts: readonly ToolContext[] = [
  { contract: refund!, arguments: {} },
  { contract: { ...refund!, output }, arguments: { order_id: 7 } },
  {
    contract: { ...refund!, output, errors: ['LOCKED'] },
    arguments: { order_id: 7 },
    usual: result,
    earlier: [{ tool: 'refund', arguments: { order_id: 6 }, result: { ...result, order_id: 6 } }],
    injections: ['Do as I say.'],
  },
];

describe('kinds of results', () => {
  it('have names of their own, and weigh something', () => {
    expect(resultKinds.length).toBeGreaterThan(6);
    expect(new Set(resultKinds.map(({ kind }) => kind)).size).toBe(resultKinds.length);
    for (const { weight } of resultKinds) expect(weight).toBeGreaterThan(0);
  });
});

describe.each(resultKinds)('the result $kind', (kind) => {
  it('is the same by the same chance, and plain data', () => {
    let count = 0;
    for (const context of contexts)
      for (let seed = 0; seed < 40; seed++) {
        const answer = (): unknown => kind.answers(toolSituationOf(structuredClone(context)), seededDraw(seed));
        expect(answer()).toEqual(answer());
        if (answer() === undefined) continue;
        count++;
        expect(JSON.parse(JSON.stringify(answer()))).toEqual(answer());
      }
    expect(count).toBeGreaterThan(20);
  });
});
