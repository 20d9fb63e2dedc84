import type { FaultSchedule, Occurrence, PlannedFault } from '../../domain/fault.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { momentWords, ordinal } from './places.ts';

/** Settings in words: `status 429, retry after 1 s`; empty where there are none. */
export function settingsWords(settings: JsonObject): string {
  return Object.entries(settings)
    .map(([name, value]) => memberWords(name, value))
    .join(', ');
}

const units: readonly (readonly [ending: string, unit: string])[] = [
  ['Seconds', ' s'],
  ['Ms', ' ms'],
  ['Bytes', ' bytes'],
];

function memberWords(name: string, value: Json): string {
  const [ending = '', unit = ''] = units.find(([each]) => name.endsWith(each)) ?? [];
  const words = name
    .slice(0, name.length - ending.length)
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .trim();
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return `${words}${words === '' ? '' : ' '}${shown.length > 60 ? `${shown.slice(0, 57)}…` : shown}${unit}`.trim();
}

/** Kinds whose name says too little to people; all others are told as `<kind> (<settings>) at <where>`. */
const sentences: Readonly<Record<string, (where: Where) => string>> = {
  'lost-tool-answer': ({ of, times }) => `the answer of ${of} is lost${times}`,
  'silent-no-op': ({ of, times }) => `${of} says that it did its work, and did nothing${times}`,
  'tool-error': ({ of, times, settings }) => `${of} fails${times} (${settings})`,
  'slow-tool': ({ of, times, settings }) => `${of} is slow${times} (${settings})`,
  'off-contract-result': ({ of, times }) => `${of} answers what its contract forbids${times}`,
  'injected-instructions': ({ of, times }) => `instructions stand in the answer of ${of}${times}`,
  'process-killed': ({ moment, times }) => `the process is killed ${moment}${times}`,
};

interface Where {
  /** The tool, or `a tool`. */
  readonly of: string;
  /** `, the 2nd time`. */
  readonly times: string;
  readonly settings: string;
  readonly moment: string;
}

/** A schedule in words: `the answer of refund is lost, the 1st time, and provider-error (status 429) at request 2`. */
export function scheduleWords(schedule: FaultSchedule): string {
  return schedule.map(faultWords).join(', and ');
}

function faultWords({ fault, match, occurrence, settings }: PlannedFault): string {
  const said = settingsWords(settings);
  const momentKind = match.before ?? match.after;
  const moment =
    momentKind === undefined
      ? ''
      : `${match.before === undefined ? 'after' : 'before'} ${momentWords({
          after: momentKind,
          occurrence: typeof occurrence === 'number' ? occurrence : 1,
          ...(match.tool === undefined ? {} : { tool: match.tool }),
          ...(match.report === undefined ? {} : { report: match.report }),
        })}`;
  const sentence = sentences[fault];
  const times = momentKind !== undefined && typeof occurrence === 'number' ? '' : timesWords(occurrence);
  if (sentence !== undefined) return sentence({ of: match.tool ?? 'a tool', times, settings: said, moment });
  const what = `${fault}${said === '' ? '' : ` (${said})`}`;
  if (momentKind !== undefined) return `${what} ${moment}${times}`;
  if (match.tool !== undefined) return `${what} at ${match.tool}${times}`;
  return `${what}${typeof occurrence === 'number' ? ` at the ${ordinal(occurrence)}` : timesWords(occurrence)}`;
}

function timesWords(occurrence: Occurrence): string {
  if (occurrence === 'every') return ', every time';
  return typeof occurrence === 'number' ? (occurrence === 1 ? '' : `, the ${ordinal(occurrence)} time`) : `, the first ${occurrence.first} times`;
}
