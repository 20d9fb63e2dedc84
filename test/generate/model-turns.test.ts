// Goal: a generated model says everything that a model may say, in the form in which a provider would, and can be shrunk to what matters. Method: every move in situations
// between which each makes sense; what each is to be is held against what it says; turns are rendered in every dialect and read again.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, ToolCallBlock } from '../../src/domain/chat.ts';
import { canonicalJson, type Json, type JsonObject } from '../../src/domain/json.ts';
import { compileSchema } from '../../src/domain/json-schema.ts';
import { dialects } from '../../src/dialect/index.ts';
import { modelTurns, moves, renderTurn, seededDraw, tellTurn, type ModelContext, type ModelTurn } from '../../src/generate/index.ts';
import { situationOf } from '../../src/generate/model/situation.ts';
import { contexts, contracts, decisionSchema, request } from './model-contexts.ts';

const all = Object.entries(contexts);
const numRuns = 200;

/** What a move says in all situations in which it makes sense. */
function said(kind: string): readonly (readonly [ModelTurn, ModelContext])[] {
  return all.flatMap(([, context]) => only(kind, context).map((turn) => [turn, context] as const));
}

function only(kind: string, context: ModelContext): readonly ModelTurn[] {
  const move = moves.find((one) => one.kind === kind)!;
  const situation = situationOf(context);
  return Array.from({ length: 60 }, (_, seed) => move.says(situation, seededDraw(seed))).flatMap((one) =>
    one === undefined ? [] : [{ kind, ...one }],
  );
}

const callsOf = ({ blocks }: { readonly blocks: readonly Block[] }): readonly ToolCallBlock[] => blocks.filter((block) => block.kind === 'tool-call');
const fits = (name: string, given: Json | undefined): boolean =>
  compileSchema(contracts.find((one) => one.name === name)!.input)(given ?? null).length === 0;
const textOf = ({ blocks }: ModelTurn): string => blocks.map((block) => (block.kind === 'text' ? block.text : '')).join('');
const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('the moves of a model', () => {
  it.each(moves.map(({ kind }) => kind))('%s: makes sense somewhere, and is plain data', (kind) => {
    const turns = said(kind);
    expect(turns.length).toBeGreaterThan(20);
    for (const [turn, context] of turns) {
      expect(JSON.parse(JSON.stringify(turn))).toEqual(turn);
      expect(tellTurn(turn, context)).not.toBe('');
    }
  });

  it('are what they say', () => {
    for (const [turn] of said('fitting-call')) for (const call of callsOf(turn)) expect(fits(call.name, call.arguments)).toBe(true);
    for (const [turn] of said('several-calls')) {
      expect(callsOf(turn).length).toBeGreaterThan(1);
      expect(new Set(callsOf(turn).map(({ id }) => id)).size).toBe(callsOf(turn).length);
    }
    for (const [turn] of said('duplicate-ids')) expect(new Set(callsOf(turn).map(({ id }) => id)).size).toBe(1);
    for (const [turn, context] of said('unknown-tool')) expect(context.request.tools.map(({ name }) => name)).not.toContain(callsOf(turn)[0]!.name);
    for (const [turn] of said('missing-argument')) expect(fits(callsOf(turn)[0]!.name, callsOf(turn)[0]!.arguments)).toBe(false);
    for (const [turn] of said('off-schema-argument')) expect(fits(callsOf(turn)[0]!.name, callsOf(turn)[0]!.arguments)).toBe(false);
    for (const [turn] of said('half-written-arguments')) expect(isJson(callsOf(turn)[0]!.malformed!)).toBe(false);
    for (const [turn] of said('repeated-call')) expect(callsOf(turn)[0]!.arguments).toEqual({ order_id: 4711 });
    for (const [turn] of said('length-limit')) expect(turn.finish).toBe('length');
    for (const [turn] of said('fitting-answer')) expect(compileSchema(decisionSchema)(JSON.parse(textOf(turn)) as Json)).toEqual([]);
    for (const [turn] of [...said('early-end'), ...said('no-end')]) expect(turn.damage).toBeDefined();
  });

  it('change the usual answer, not its form', () => {
    const proposals = only('state-jump', contexts['a usual proposal, with states']!).map((turn) => JSON.parse(textOf(turn)) as JsonObject);
    expect(new Set(proposals.map(({ event }) => event))).toEqual(new Set(['signed', 'no_such_event']));
    for (const proposal of proposals) expect(proposal).toMatchObject({ offer: 'small', confidence: 0.9 });
    const confidences = only('any-confidence', contexts['a usual proposal, with states']!).map(
      (turn) => (JSON.parse(textOf(turn)) as JsonObject)['confidence'],
    );
    expect(confidences).toContain(0.8);
    expect(confidences).toContain(0.79);
    const plans = only('plan-outside-scope', contexts['a usual plan, with a scope']!).map((turn) => JSON.parse(textOf(turn)) as { steps: Json[] });
    for (const { steps } of plans) expect(steps).toContainEqual({ action: 'get_order', params: { order_id: 1 } });
    for (const { steps } of plans) expect(steps.length).toBeGreaterThan(1);
    for (const turn of only('claimed-success', contexts['a usual proposal, with states']!))
      expect(JSON.parse(textOf(turn))).toMatchObject({ offer: 'small' });
  });

  it('speak of what the conversation speaks of', () => {
    const calls = only('fitting-call', contexts['tools, and nothing else']!).flatMap(callsOf);
    const known = calls.filter((call) => (call.arguments as JsonObject)['order_id'] === 4711);
    expect(known.length).toBeGreaterThan(calls.length / 2);
    expect(known.length).toBeLessThan(calls.length);
  });
});

describe('what a model says next', () => {
  it.each(all)('%s: is the same from the same seed, and mostly the usual', (_name, context) => {
    const draw = (): readonly ModelTurn[] => fc.sample(modelTurns(structuredClone(context)), { numRuns, seed: 4 });
    expect(draw()).toEqual(draw());
    const usual = draw().filter(({ kind }) => kind === 'as-usual').length;
    if (context.usual !== undefined) expect(usual).toBeGreaterThan(numRuns / 5);
    expect(new Set(draw().map(({ kind }) => kind)).size).toBeGreaterThan(4);
  });

  it('has the weights that it is given', () => {
    const weights = { ...Object.fromEntries(moves.map(({ kind }) => [kind, 0])), refusal: 1 };
    for (const turn of fc.sample(modelTurns(contexts['a usual call']!, { weights }), { numRuns: 20 })) expect(turn.kind).toBe('refusal');
  });

  it('ends at last', () => {
    const turns = Array.from({ length: 24 }, () => request.turns[1]!);
    const long = { ...contexts['tools, and nothing else']!, request: { ...request, turns } };
    for (const turn of fc.sample(modelTurns(long), { numRuns: 20 }))
      expect(turn).toEqual({ kind: 'plain-answer', blocks: [{ kind: 'text', text: 'ok' }], finish: 'stop' });
  });

  it.each<readonly [string, JsonObject, JsonObject]>([
    [
      'draft 7',
      { $schema: 'http://json-schema.org/draft-07/schema#', type: 'array', items: [{ type: 'integer' }], additionalItems: false, minItems: 1 },
      { minItems: 1 },
    ],
    ['draft 4', { $schema: 'http://json-schema.org/draft-04/schema#', type: 'integer', minimum: 5, exclusiveMinimum: true }, { minimum: 6 }],
    ['Gemini', { type: 'STRING', enum: ['STRING', 'x'], nullable: true }, { enum: ['STRING', 'x'] }],
  ])('calls tools whose schemas are in the words of %s', (_name, part, meant) => {
    const schema = { $schema: part['$schema'] ?? null, type: 'OBJECT', properties: { type: part }, required: ['type'] };
    const tools = [{ name: 'odd', schema: Object.fromEntries(Object.entries(schema).filter(([, one]) => one !== null)) }];
    const turns = fc.sample(modelTurns({ request: { ...request, tools }, contracts: [] }, { weights: { 'fitting-call': 1000 } }), {
      numRuns: 40,
      seed: 1,
    });
    const calls = turns.filter(({ kind }) => kind === 'fitting-call').flatMap(callsOf);
    expect(calls.length).toBeGreaterThan(20);
    for (const call of calls) expect(compileSchema({ required: ['type'], properties: { type: meant } })(call.arguments ?? null)).toEqual([]);
  });

  it('goes on with tools whose schema nobody can keep', () => {
    const tools = [{ name: 'odd', schema: { type: 'object', required: ['a'], properties: { a: false } } }];
    for (const turn of fc.sample(modelTurns({ request: { ...request, tools }, contracts: [] }), { numRuns: 50 })) expect(turn.blocks).toBeDefined();
  });
});

const chat = dialects.filter(({ operation }) => operation === 'chat');

describe.each(chat)('a turn in the dialect $name', (dialect) => {
  it.each([true, false])('says what it was to say (stream: %s)', (stream) => {
    for (const [, context] of all)
      for (const turn of fc.sample(modelTurns(context), { numRuns: 60, seed: 1 })) {
        const read = dialect.readResponse(renderTurn(turn, dialect, { stream, model: 'm' }));
        if (turn.damage === undefined) {
          expect(read.complete).toBe(true);
          expect(saidIn(read.blocks)).toEqual(saidIn(turn.blocks));
        } else expect(read.complete).toBe(false);
      }
  });
});

/** Ids and empty blocks aside, which not every dialect has; a refusal is a text in some, and a half-written call a call with a text in others. */
function saidIn(blocks: readonly Block[]): readonly string[] {
  return blocks
    .map((block) =>
      block.kind === 'tool-call'
        ? `${block.name} ${block.malformed ?? asText(block.arguments)}`
        : block.kind === 'text' || block.kind === 'refusal'
          ? block.text
          : block.kind,
    )
    .filter((text) => text !== '');
}

function asText(given: Json | undefined): string {
  return typeof given === 'string' ? given : canonicalJson(given);
}

describe('shrinking of turns', () => {
  const simplest = (context: ModelContext, breaks: (turn: ModelTurn) => boolean): ModelTurn => {
    const found = fc.check(
      fc.property(modelTurns(context), (turn) => !breaks(turn)),
      { numRuns: 3000, seed: 6 },
    );
    expect(found.failed).toBe(true);
    return found.counterexample![0];
  };
  const refunds = (turn: ModelTurn): readonly JsonObject[] =>
    callsOf(turn)
      .filter(({ name }) => name === 'refund')
      .map((call) => (call.arguments ?? {}) as JsonObject);

  it('ends at one call, with nothing odd but what breaks the claim', () => {
    const tools = contexts['tools, and nothing else']!;
    expect(simplest(tools, (turn) => refunds(turn).some(({ amount }) => typeof amount === 'number' && amount > 500)).blocks).toEqual([
      { kind: 'tool-call', id: expect.any(String) as string, name: 'refund', arguments: { order_id: 1, amount: 501 } },
    ]);
    expect(simplest(tools, (turn) => callsOf(turn).length > 0).blocks).toHaveLength(1);
    expect(simplest(tools, (turn) => callsOf(turn).some(({ malformed }) => malformed !== undefined)).blocks).toMatchObject([{ malformed: '{' }]);
    expect(simplest(tools, ({ damage }) => damage !== undefined)).toMatchObject({
      blocks: [{ kind: 'text', text: 'ok' }],
      damage: { kind: 'no-end' },
    });
    expect(simplest(tools, () => true)).toEqual({ kind: 'plain-answer', blocks: [{ kind: 'text', text: 'ok' }], finish: 'stop' });
  });

  it('ends at the usual answer with one thing changed, where there is a usual one', () => {
    const proposal = contexts['a usual proposal, with states']!;
    expect(simplest(proposal, () => true)).toMatchObject({ kind: 'as-usual', blocks: proposal.usual! });
    const jump = simplest(proposal, (turn) => textOf(turn).includes('"signed"'));
    expect(JSON.parse(textOf(jump))).toEqual({ event: 'signed', offer: 'small', confidence: 0.9, status: 'open' });
    const call = contexts['a usual call']!;
    expect(simplest(call, (turn) => refunds(turn).some(({ amount }) => amount !== 120)).blocks).toMatchObject([{ name: 'refund' }]);
  });

  it.each(all)('%s: goes down and ends, from any turn', (_name, context) => {
    const arbitrary = modelTurns(context);
    for (const start of fc.sample(arbitrary, { numRuns: 60, seed: 8 })) {
      let at = JSON.parse(JSON.stringify(start)) as ModelTurn;
      expect(arbitrary.canShrinkWithoutContext(at)).toBe(true);
      let steps = 0;
      for (; steps < 300; steps++) {
        const next = arbitrary.shrink(at, undefined).next();
        if (next.done === true) break;
        at = next.value.value;
      }
      expect(steps).toBeLessThan(300);
    }
  });
});

describe('the story of a turn', () => {
  it('says what was said and what is wrong with it', () => {
    const context = contexts['tools, and nothing else']!;
    const tell = (blocks: readonly Block[], more: Partial<ModelTurn> = {}): string =>
      tellTurn({ kind: 'x', blocks, finish: 'stop', ...more }, context);
    expect(tell([{ kind: 'tool-call', id: 'a', name: 'refund', arguments: { order_id: 1, amount: 1001 } }])).toBe(
      'calls refund {"amount":1001,"order_id":1}, which does not fit: /amount must be <= 1000',
    );
    expect(tell([{ kind: 'tool-call', id: 'a', name: 'drop', arguments: {} }])).toBe('calls drop {}, which is not offered');
    expect(tell([{ kind: 'text', text: 'Done.' }], { damage: { kind: 'no-end' } })).toBe('says "Done.", but never says that this is the end');
    expect(tell([])).toBe('says nothing');
  });
});
