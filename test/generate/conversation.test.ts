// Goal: the generators find a fault in an agent whatever is said to it, and shrink it to the words that matter. Method: a small agent with a guard that is broken, whose model and tools are drawn while it runs,
// under a plain property of fast-check.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Turn } from '../../src/domain/chat.ts';
import { isJsonObject, type Json } from '../../src/domain/json.ts';
import { compileSchema } from '../../src/domain/json-schema.ts';
import type { ToolContract } from '../../src/domain/contract.ts';
import { Script, scripts, tellTurn, type ModelContext, type ModelTurn } from '../../src/generate/index.ts';
import type { Line } from '../../src/generate/script/script.ts';
import { contracts, request } from './model-contexts.ts';

type Ask = (context: ModelContext) => ModelTurn;
type Call = (name: string, given: Json) => Json;

interface Episode {
  readonly refunded: readonly { readonly order: number; readonly amount: number }[];
  readonly story: readonly string[];
}

/** Refunds what the model wants. It looks at the contract first; a sound one refunds an order once, the broken one forgets what it did after a failed call. */
function runAgent(ask: Ask, call: Call, isBroken: boolean): Episode {
  const refunded: { order: number; amount: number }[] = [];
  const story: string[] = [];
  const turns: Turn[] = [request.turns[0]!];
  let done = new Set<number>();
  for (let step = 0; step < 8; step++) {
    const context: ModelContext = { request: { ...request, turns }, contracts };
    const said = ask(context);
    story.push(tellTurn(said, context));
    const calls = said.blocks.filter((block) => block.kind === 'tool-call');
    if (said.damage !== undefined || said.finish !== 'tool-calls' || calls.length === 0) break;
    turns.push({ role: 'assistant', blocks: said.blocks });
    for (const { id, name, arguments: given } of calls) {
      const contract = contracts.slice(0, 2).find((one) => one.name === name);
      if (contract === undefined || !isJsonObject(given) || compileSchema(contract.input)(given).length > 0) {
        if (isBroken) done = new Set();
        turns.push(answer(id, { status: 'invalid_input' }));
        continue;
      }
      const order = given['order_id'] as number;
      const isTwice = name === 'refund' && done.has(order);
      if (name === 'refund' && !isTwice) {
        done.add(order);
        refunded.push({ order, amount: given['amount'] as number });
      }
      turns.push(answer(id, isTwice ? { status: 'permanent_error' } : call(name, given)));
    }
  }
  return { refunded, story };
}

function answer(id: string, result: Json): Turn {
  return { role: 'tool', blocks: [{ kind: 'tool-result', id, content: [{ kind: 'text', text: JSON.stringify(result) }] }] };
}

const refundsOnce = ({ refunded }: Episode): boolean => new Set(refunded.map(({ order }) => order)).size === refunded.length;

function play(script: Script, isBroken: boolean): Episode {
  script.begin();
  const contractOf = (name: string): ToolContract => contracts.find((one) => one.name === name)!;
  return runAgent(
    (context) => script.model(context),
    (name, given) => script.tool({ contract: contractOf(name), arguments: given }).result,
    isBroken,
  );
}

describe('a conversation of which every word is drawn', () => {
  it.each([1, 2, 3])('finds the broken guard, and is shrunk to the turns that break it (seed %i)', (seed) => {
    const found = fc.check(
      fc.property(scripts(), (script) => refundsOnce(play(script, true))),
      { numRuns: 5000, seed },
    );
    expect(found.failed).toBe(true);
    const script = found.counterexample![0];
    const { story, refunded } = play(script, true);
    expect(refunded).toHaveLength(2);
    expect(script.lines.filter(({ who }) => who === 'model').length).toBeLessThanOrEqual(3);
    expect(story.at(-1)).toBe('says "ok"');
    expect(script.lines.every(({ who }) => who === 'model')).toBe(true);
  });

  it('says the same again from its lines, read from a file', () => {
    const drawn = new Script(7);
    const first = play(drawn, false);
    const again = new Script(0, JSON.parse(JSON.stringify(drawn.lines)) as readonly Line[]);
    expect(play(again, false)).toEqual(first);
    expect(play(new Script(7), false)).toEqual(first);
  });

  it('finds nothing in the sound one', () => {
    fc.assert(
      fc.property(scripts(), (script) => refundsOnce(play(script, false))),
      { numRuns: 3000, seed: 1 },
    );
  });
});
