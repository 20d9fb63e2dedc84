import type { Block } from '../../domain/chat.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import { changeAnswer } from '../change-answer.ts';
import type { FaultKind } from '../fault-kind.ts';
import { saysSomething } from '../says-something.ts';
import { simplerThan } from '../simpler-than.ts';

/** The model is sure of what it does not know, or unsure of what it knows: its answer is the same, and the number beside it another. */
export const wrongConfidence: FaultKind = {
  name: 'wrong-confidence',
  site: 'model',
  summary: 'The model states another confidence in the same answer.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      value: {
        type: 'number',
        minimum: 0,
        maximum: 1,
        description: 'The confidence stated, of 1; written in hundredths where the real one is. Default 0.99.',
      },
      member: { type: 'string', minLength: 1, description: 'Member of the JSON answer, or of the arguments of a call. Default `confidence`.' },
    },
  },
  consumesRecording: false,
  example: { value: 0.99 },
  damage: (settings, answer, context) =>
    changeAnswer(answer, context, (said) => {
      const { value = 0.99, member = 'confidence' } = settings as { value?: number; member?: string };
      const at = said.blocks.findIndex((block) => changeBlock(block, member, value) !== undefined);
      if (at === -1) return undefined;
      const changed = changeBlock(said.blocks[at]!, member, value)!;
      return { said: { ...said, blocks: said.blocks.with(at, changed) }, text: `stated a ${member} of ${value}` };
    }),
  tries(place) {
    if (!saysSomething(place)) return [];
    const { says } = place;
    return [0.99, 0.01].filter((value) => says.some((block) => changeBlock(block, 'confidence', value) !== undefined)).map((value) => ({ value }));
  },
  simpler: (settings) => simplerThan(settings, [{ value: 0.99 }]),
};

/** Undefined where the block states no such number, or this one already. */
function changeBlock(block: Block, member: string, value: number): Block | undefined {
  if (block.kind === 'tool-call') {
    const changed = block.arguments === undefined ? undefined : changeMember(block.arguments, member, value);
    return changed === undefined ? undefined : { ...block, arguments: changed };
  }
  const [, before, json, after] = block.kind === 'text' ? (/^(\s*(?:```\w*\s+)?)([{[][^]*[}\]])(\s*(?:```)?\s*)$/.exec(block.text) ?? []) : [];
  const changed = json === undefined ? undefined : changeMember(parsed(json), member, value);
  return changed === undefined ? undefined : { kind: 'text', text: `${before}${JSON.stringify(changed)}${after}` };
}

function parsed(json: string): Json {
  try {
    return JSON.parse(json) as Json;
  } catch {
    return null;
  }
}

/** The first number of that name, however deep it stands. */
function changeMember(value: Json, member: string, to: number): Json | undefined {
  const list = Array.isArray(value);
  if (!list && !isJsonObject(value)) return undefined;
  for (const [key, inner] of Object.entries(value as Readonly<Record<string, Json>>)) {
    const own = key === member && typeof inner === 'number';
    const stated = own && inner > 1 ? to * 100 : to;
    if (own && inner === stated) return undefined;
    const changed = own ? stated : changeMember(inner, member, to);
    if (changed === undefined) continue;
    return list ? (value as readonly Json[]).with(Number(key), changed) : { ...(value as Readonly<Record<string, Json>>), [key]: changed };
  }
  return undefined;
}
