import { textOf, type Block, type ToolCallBlock } from '../../domain/chat.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import { nearerTo } from '../nearer-to.ts';
import { saysBlocks, saysText } from './calls.ts';
import { parsed } from './facts.ts';
import type { ModelTurn } from './model-turn.ts';
import type { Situation } from './situation.ts';
import { isSimplerTurn } from './turn-cost.ts';

/**
 * What a model might have said instead that is simpler, by meaning: what is usual here; nothing but an answer; one call that fits; the same without what is wrong with it;
 * less of it; simpler arguments. The greatest step comes first.
 */
export function* simplerTurns(turn: ModelTurn, situation: Situation): Generator<ModelTurn> {
  for (const simpler of candidates(turn, situation)) if (isSimplerTurn(simpler, turn, situation)) yield simpler;
}

function* candidates(turn: ModelTurn, situation: Situation): Generator<ModelTurn> {
  const { usual } = situation.context;
  const { blocks, finish, damage } = turn;
  if (usual !== undefined) yield { kind: 'as-usual', ...saysBlocks(usual) };
  yield situation.answer === undefined
    ? { kind: 'plain-answer', ...saysText('ok') }
    : { kind: 'fitting-answer', ...saysText(JSON.stringify(situation.answer.simplest)) };
  const calls = blocks.filter((block) => block.kind === 'tool-call');
  for (const call of calls) {
    const values = situation.toolNamed(call.name)?.values;
    if (values !== undefined) yield { kind: 'fitting-call', ...saysBlocks([{ ...bare(call), arguments: values.simplest }]) };
  }
  if (damage !== undefined) yield { kind: calls.length > 0 ? 'fitting-call' : 'plain-answer', blocks, finish };
  if (damage !== undefined) yield { ...turn, ...saysText('ok') };
  if (damage?.kind === 'ends-early') yield { ...turn, damage: { kind: 'no-end' } };
  if (finish === 'length' || finish === 'other' || finish === 'error') yield { ...turn, ...saysBlocks(blocks) };
  const same = (changed: readonly Block[]): ModelTurn => ({ ...turn, blocks: changed });
  if (blocks.length > 1) for (const at of blocks.keys()) yield same(blocks.toSpliced(at, 1));
  for (const [at, block] of blocks.entries()) for (const simpler of simplerBlocks(block, situation)) yield same(blocks.with(at, simpler));
}

function* simplerBlocks(block: Block, situation: Situation): Generator<Block> {
  if (block.kind === 'tool-call') yield* simplerCalls(block, situation);
  else if (block.kind === 'text') for (const text of simplerTexts(block.text, situation)) yield { kind: 'text', text };
}

function* simplerCalls(call: ToolCallBlock, { toolNamed, tools, context }: Situation): Generator<Block> {
  const tool = toolNamed(call.name);
  const usual = (context.usual ?? []).find((block) => block.kind === 'tool-call' && block.name === call.name);
  if (usual?.kind === 'tool-call' && usual.arguments !== undefined) {
    yield { ...bare(call), arguments: usual.arguments };
    if (call.arguments !== undefined) for (const nearer of nearerTo(call.arguments, usual.arguments)) yield { ...bare(call), arguments: nearer };
  }
  if (tool === undefined && call.arguments !== undefined) {
    yield { ...call, arguments: {} };
    for (const { name } of tools) yield { ...call, name };
  }
  if (call.malformed !== undefined) {
    if (tool?.values !== undefined) yield { ...bare(call), arguments: tool.values.simplest };
    for (const malformed of ['{', call.malformed.slice(0, call.malformed.length >> 1)]) if (malformed !== '') yield { ...call, malformed };
  }
  if (call.arguments === undefined || tool?.values === undefined) return;
  const { accepts, invalid, simplest, simpler } = tool.values;
  if (accepts(call.arguments)) {
    for (const one of simpler(call.arguments)) yield { ...call, arguments: one };
  } else {
    yield { ...call, arguments: simplest };
    for (const mended of mendings(call.arguments, simplest)) if (accepts(mended)) yield { ...call, arguments: mended };
    const broken = { value: call.arguments, breach: { at: '', keyword: '', sentence: '' } };
    if (invalid !== undefined) for (const one of invalid.shrink(broken, undefined)) yield { ...call, arguments: one.value.value };
  }
}

/** Nearly the same, with what may be wrong put right: what is missing added, one member less, or one as the simplest call has it. */
function* mendings(given: Json, simplest: Json): Generator<Json> {
  if (!isJsonObject(given) || !isJsonObject(simplest)) return;
  const whole = { ...simplest, ...given };
  yield whole;
  for (const name of Object.keys(given)) {
    yield Object.fromEntries(Object.entries(whole).filter(([other]) => other !== name));
    if (Object.hasOwn(simplest, name)) yield { ...whole, [name]: simplest[name]! };
  }
}

/** Without what could not be parsed. */
function bare({ kind, id, name }: ToolCallBlock): ToolCallBlock {
  return { kind, id, name };
}

function* simplerTexts(text: string, { answer, usualJson }: Situation): Generator<string> {
  const json = parsed(text);
  if (json !== undefined) {
    if (usualJson !== undefined) for (const nearer of nearerTo(json, usualJson)) yield JSON.stringify(nearer);
    if (answer?.accepts(json) === true) for (const one of answer.simpler(json)) yield JSON.stringify(one);
    if (Array.isArray((json as { steps?: Json } | null)?.steps)) yield* withFewerSteps(json as { readonly steps: readonly Json[] });
    return;
  }
  if (text === 'ok') return;
  yield 'ok';
  const sentences = text.split(/(?<=[.!?])\s+/);
  if (sentences.length > 1) for (const at of sentences.keys()) yield sentences.toSpliced(at, 1).join(' ');
  for (let length = text.length >> 1; length > 2; length >>= 1) yield text.slice(0, length);
}

function* withFewerSteps(plan: { readonly steps: readonly Json[] }): Generator<string> {
  for (const at of plan.steps.keys()) yield JSON.stringify({ ...plan, steps: plan.steps.toSpliced(at, 1) });
}

/** True for what could be a turn: it was read from a file, say. */
export function isModelTurn(value: unknown): value is ModelTurn {
  const { kind, blocks, finish } = (value ?? {}) as Partial<ModelTurn>;
  return typeof kind === 'string' && typeof finish === 'string' && Array.isArray(blocks) && typeof textOf(blocks) === 'string';
}
