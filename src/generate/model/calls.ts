import type { Block, ToolCallBlock } from '../../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { Draw } from '../draw.ts';
import type { ModelTurn } from './model-turn.ts';
import type { OfferedTool, Situation } from './situation.ts';

/** An answer that is one call. */
export function saysCall(situation: Situation, name: string, given: Json): Omit<ModelTurn, 'kind'> {
  return { blocks: [{ kind: 'tool-call', id: situation.idOf(0), name, arguments: given }], finish: 'tool-calls' };
}

/** An answer that is a text. */
export function saysText(text: string): Omit<ModelTurn, 'kind'> {
  return { blocks: [{ kind: 'text', text }], finish: 'stop' };
}

/** Blocks as they are, with the ordinary reason to end. */
export function saysBlocks(blocks: readonly Block[]): Omit<ModelTurn, 'kind'> {
  return { blocks, finish: blocks.some(({ kind }) => kind === 'tool-call') ? 'tool-calls' : 'stop' };
}

/** The tool to call; one that the usual answer calls more often than others. */
export function toolToCall({ tools, context }: Situation, draw: Draw): OfferedTool | undefined {
  if (tools.length === 0) return undefined;
  const usual = (context.usual ?? []).filter((block) => block.kind === 'tool-call');
  const meant = usual.length === 0 || draw.oneIn(3) ? undefined : tools.find(({ name }) => name === draw.pick(usual).name);
  return meant ?? draw.pick(tools);
}

/**
 * Arguments that fit, and mostly speak of what the conversation speaks of: the order that was asked about, not any order. What has the same name was
 * said before, or is of the same type.
 */
export function fittingArguments({ values }: OfferedTool, situation: Situation, draw: Draw): Json {
  if (values === undefined) return {};
  const drawn = values.draw(draw);
  if (!isJsonObject(drawn) || draw.oneIn(6)) return drawn;
  let given: JsonObject = drawn;
  for (const name of Object.keys(drawn)) {
    const value = drawn[name]!;
    if (typeof value === 'object' || draw.oneIn(8)) continue;
    const named = situation.facts.filter((fact) => fact.name === name);
    const alike = named.length > 0 ? named : draw.oneIn(2) ? situation.facts.filter((fact) => typeof fact.value === typeof value) : [];
    if (alike.length === 0) continue;
    const changed: JsonObject = { ...given, [name]: draw.pick(alike).value };
    if (values.accepts(changed)) given = changed;
  }
  return given;
}

/** A call that fits. */
export function fittingCall(situation: Situation, draw: Draw, place = 0): ToolCallBlock | undefined {
  const tool = toolToCall(situation, draw);
  if (tool === undefined) return undefined;
  return { kind: 'tool-call', id: situation.idOf(place), name: tool.name, arguments: fittingArguments(tool, situation, draw) };
}
