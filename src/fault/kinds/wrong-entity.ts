import type { ToolContract } from '../../domain/contract.ts';
import { canonicalJson, isJsonObject, type Json } from '../../domain/json.ts';
import type { ToldResults } from '../../domain/fault.ts';
import { changeAll } from '../change-members.ts';
import type { FaultKind } from '../fault-kind.ts';

/** A mix-up of rows, of sessions, of caches: the answer is about something else than was asked for. */
export const wrongEntity: FaultKind = {
  name: 'wrong-entity',
  site: 'tool',
  summary: 'The tool does its work, and answers about something else than it was asked about.',
  settings: { type: 'object', additionalProperties: false, properties: {} },
  consumesRecording: false,
  example: {},
  strikeTool: (_settings, { contract, arguments: args }) => ({
    change: (result, told) => aboutAnother(result, told, contract, args),
    text: 'answered about something else',
  }),
  tries: (place) =>
    place.kind === 'tool' &&
    place.result !== undefined &&
    aboutAnother(place.result, place.told ?? { same: [], others: [] }, place.contract, place.arguments ?? {}) !== undefined
      ? [{}]
      : [],
};

/** What the world had answered about something else; else the same result, with another name wherever it says what it is about. */
function aboutAnother(result: Json, { others }: ToldResults, contract: ToolContract | undefined, args: Json): Json | undefined {
  const own = canonicalJson(result);
  const told = others.findLast((candidate) => canonicalJson(candidate) !== own);
  if (told !== undefined) return told;
  const names = new Set(entityMembers(contract, args));
  if (names.size === 0) return undefined;
  const changed = changeAll(result, (value) =>
    (typeof value === 'string' || typeof value === 'number') && names.has(value) ? another(value) : undefined,
  );
  return canonicalJson(changed) === own ? undefined : changed;
}

/** The values of the arguments that the contract's `entity` (or, without one, its `intent`) is made of. */
function entityMembers(contract: ToolContract | undefined, args: Json): readonly (string | number)[] {
  if (!isJsonObject(args)) return [];
  const template = contract?.entity ?? contract?.intent ?? '';
  return Array.from(template.matchAll(/\{([^{}.]+)\}/g), ([, name]) => args[name!]).filter(
    (value): value is string | number => typeof value === 'string' || typeof value === 'number',
  );
}

/** `4711` becomes `4712`, `order-9` `order-10`, `anna` `anna-2`. */
function another(value: string | number): string | number {
  if (typeof value === 'number') return value + 1;
  const digits = /\d{1,15}$/.exec(value)?.[0];
  return digits === undefined ? `${value}-2` : `${value.slice(0, -digits.length)}${String(Number(digits) + 1).padStart(digits.length, '0')}`;
}
