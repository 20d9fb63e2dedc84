import type { ToolContract } from '../../domain/contract.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import { memberNamed } from '../member-named.ts';
import { changeFirst } from '../change-members.ts';
import type { FaultKind } from '../fault-kind.ts';

/** The same question, asked twice, is answered in two ways. */
export const contradictoryResult: FaultKind = {
  name: 'contradictory-result',
  site: 'tool',
  summary: 'The tool does its work, and says otherwise than it had said to the same call before.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      member: {
        type: 'string',
        description:
          'Member that says otherwise, `order.paid`. Left out: the first that is true or false, a number, or one of a few words by its contract.',
      },
      value: { description: 'What it says. Left out: the contrary, another number, another of the words.' },
    },
  },
  consumesRecording: false,
  example: {},
  strikeTool: (settings, { contract }) => ({
    // A first answer contradicts nobody.
    change: (result, { same }) => (same.length === 0 ? undefined : contradicted(result, settings, contract)),
    text: 'said otherwise than before',
  }),
  tries: (place) =>
    place.kind === 'tool' &&
    place.result !== undefined &&
    (place.told?.same.length ?? 0) > 0 &&
    contradicted(place.result, {}, place.contract) !== undefined
      ? [{}]
      : [],
  simpler: (settings) => (settings['member'] === undefined && !('value' in settings) ? [] : [{}]),
};

interface Settings {
  readonly member?: string;
  readonly value?: Json;
}

function contradicted(result: Json, settings: Settings, contract: ToolContract | undefined): Json | undefined {
  const otherwise = (value: Json, name: string): Json | undefined => ('value' in settings ? settings.value : contraryOf(value, name, contract));
  return settings.member === undefined
    ? changeFirst(result, (value, name) => (contraryOf(value, name, contract) === undefined ? undefined : otherwise(value, name)))
    : memberNamed(result, settings.member.split('.'), otherwise);
}

function contraryOf(value: Json, name: string, contract: ToolContract | undefined): Json | undefined {
  if (name === 'status' || name === 'error_code') return undefined;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value === 0 ? 1 : -value;
  if (typeof value !== 'string') return undefined;
  const words = wordsOf(contract?.output, name);
  return words?.find((word) => word !== value);
}

/** The words that the contract's result allows for a member of that name. */
function wordsOf(schema: Json | undefined, name: string): readonly string[] | undefined {
  if (!isJsonObject(schema)) return undefined;
  const properties = schema['properties'];
  if (isJsonObject(properties)) {
    const own = properties[name];
    if (isJsonObject(own) && Array.isArray(own['enum'])) return (own['enum'] as readonly Json[]).filter((word) => typeof word === 'string');
    for (const inner of Object.values(properties)) {
      const found = wordsOf(inner, name);
      if (found !== undefined) return found;
    }
  }
  return wordsOf(schema['items'], name);
}
