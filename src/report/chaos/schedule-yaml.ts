import type { FaultSchedule } from '../../domain/fault.ts';
import type { Json } from '../../domain/json.ts';
import { escapeInvisibleInJson } from '../visible-text.ts';

/** Words that YAML reads as something else than text. */
const reserved = /^(?:true|false|null|yes|no|on|off|y|n|~)$/i;
const plain = /^[A-Za-z][\w ./-]*$/;

/**
 * A schedule as it stands in a scenario file, ready to be copied. Flow style, so that every fault is one line; whatever could be read as something else is
 * quoted, and no invisible character is written as itself.
 *
 * @example scheduleYaml([{ fault: 'lost-tool-answer', match: { tool: 'refund' }, occurrence: 1, settings: {} }])
 * // faults:
 * //   - { fault: lost-tool-answer, match: { tool: refund } }
 */
export function scheduleYaml(schedule: FaultSchedule): string {
  if (schedule.length === 0) return 'faults: []';
  const lines = schedule.map(({ fault, match, occurrence, settings }) => {
    const members: readonly (readonly [string, Json])[] = [
      ['fault', fault],
      ...(Object.keys(match).length === 0 ? [] : [['match', match as unknown as Json] as const]),
      ...(occurrence === 1 ? [] : [['occurrence', occurrence] as const]),
      ...sorted(settings),
    ];
    return `  - ${flowMap(members)}`;
  });
  return ['faults:', ...lines].join('\n');
}

function flow(value: Json): string {
  if (typeof value === 'string') return scalar(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(flow).join(', ')}]`;
  return flowMap(sorted(value));
}

/** `Array.isArray` does not tell read-only lists from objects. */
function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}

function flowMap(members: readonly (readonly [string, Json])[]): string {
  return members.length === 0 ? '{}' : `{ ${members.map(([name, member]) => `${scalar(name)}: ${flow(member)}`).join(', ')} }`;
}

/** The same schedule is the same text, whatever the order in which its members were set. */
function sorted(value: { readonly [name: string]: Json }): readonly (readonly [string, Json])[] {
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
}

function scalar(text: string): string {
  return plain.test(text) && !reserved.test(text) && !text.endsWith(' ') ? text : escapeInvisibleInJson(JSON.stringify(text));
}
