import type { LedgerEntry } from '../../domain/decision.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { dateReader } from '../import/read-date.ts';

/** An entry as somebody else wrote it: read, or why it cannot be. */
export type ReadEntry = { readonly entry: LedgerEntry } | { readonly reason: string; readonly problem: string; readonly caseId?: string };

type Kind = 'text' | 'number' | 'amount' | 'share' | 'flag' | 'texts' | 'object';

const membersOf: Readonly<Record<LedgerEntry['kind'], Readonly<Record<string, Kind>>>> = {
  case: { fields: 'object', segments: 'texts', amount: 'amount', couldBeCritical: 'flag' },
  agent: {
    agent: 'text',
    decision: 'text',
    unmapped: 'text',
    confidence: 'share',
    risk: 'number',
    costUsd: 'amount',
    trace: 'text',
    fingerprint: 'text',
  },
  human: { person: 'text', decision: 'text', blind: 'flag' },
  truth: { decision: 'text' },
};
const required: Readonly<Record<LedgerEntry['kind'], readonly string[]>> = {
  case: [],
  agent: [],
  human: ['person', 'decision'],
  truth: ['decision'],
};
const common = new Set(['kind', 'caseId', 'source', 'decidedAt', 'decidedAtMs']);
const futureToleranceMs = 5 * 60_000;
const textCharactersMax = 10_000;
const idCharactersMax = 500;
const readDate = dateReader('iso', undefined);

/** Checks one entry of JSON lines or of a request. The time is `decidedAtMs` (a number) or `decidedAt` (a text with an offset). */
export function readEntry(value: Json, settings: { readonly source: string; readonly nowMs: number }): ReadEntry {
  if (!isJsonObject(value)) return { reason: 'unreadable row', problem: 'An entry is a JSON object.' };
  const { kind } = value;
  // As a cell of a table is read: nobody means the white space around a name, and an empty text says nothing. A version '' would be a version.
  const caseId = typeof value['caseId'] === 'string' ? value['caseId'].trim() : undefined;
  // eslint-disable-next-line no-control-regex
  if (
    caseId === undefined ||
    caseId === '' ||
    caseId.length > idCharactersMax ||
    /[\u0000-\u001f\u007f\ufffd]/.test(caseId) ||
    !caseId.isWellFormed()
  )
    return { reason: 'no case id', problem: `\`caseId\` must be a text of 1 to ${idCharactersMax} characters, without control characters.` };
  const refuse = (reason: string, problem: string): ReadEntry => ({ reason, problem, caseId });
  if (typeof kind !== 'string' || !Object.hasOwn(membersOf, kind)) return refuse('unreadable row', '`kind` must be case, agent, human or truth.');
  const known = membersOf[kind as LedgerEntry['kind']];
  const members: Record<string, Json> = {};
  for (const [name, member] of Object.entries(value)) {
    if (common.has(name) || member === null) continue;
    const type = Object.hasOwn(known, name) ? known[name]! : undefined;
    if (type === undefined)
      return refuse('unreadable row', `An entry of kind ${kind} has no member \`${name.slice(0, 60)}\`; there are ${Object.keys(known).join(', ')}.`);
    const problem = problemOf(name, member, type);
    if (problem !== undefined) return refuse(type === 'share' || type === 'number' || type === 'amount' ? 'not a number' : 'unreadable row', problem);
    const meant = typeof member === 'string' ? member.trim() : member;
    if (meant !== '') members[name] = meant;
  }
  const missing = required[kind as LedgerEntry['kind']].find((name) => members[name] === undefined);
  if (missing !== undefined) return refuse('unreadable row', `An entry of kind ${kind} needs \`${missing}\`.`);
  const time = timeOf(value);
  if (typeof time === 'string') return refuse('not a date', time);
  if (time !== undefined && time > settings.nowMs + futureToleranceMs)
    return refuse('in the future', `${new Date(time).toISOString()} has not come yet.`);
  return {
    entry: {
      kind,
      caseId,
      source: settings.source,
      ...(time === undefined ? {} : { decidedAtMs: time }),
      ...defaultsOf(kind as LedgerEntry['kind']),
      ...members,
    } as unknown as LedgerEntry,
  };
}

function defaultsOf(kind: LedgerEntry['kind']): object {
  return kind === 'case' ? { fields: {}, segments: {} } : kind === 'agent' ? { agent: 'agent' } : {};
}

function timeOf({ decidedAtMs, decidedAt }: JsonObject): number | string | undefined {
  if (typeof decidedAtMs === 'number' && Number.isFinite(decidedAtMs) && Math.abs(decidedAtMs) < 8.64e15) return Math.round(decidedAtMs);
  if (decidedAtMs !== undefined && decidedAtMs !== null) return '`decidedAtMs` must be a number of milliseconds since 1970.';
  if (decidedAt === undefined || decidedAt === null || decidedAt === '') return undefined;
  if (typeof decidedAt !== 'string') return '`decidedAt` must be a text such as 2026-03-01T14:05:00Z.';
  const read = readDate(decidedAt);
  return typeof read === 'number' ? read : `${read.problem.replace(', and the mapping names none (time.zone)', '')}.`;
}

function problemOf(name: string, value: Json, type: Kind): string | undefined {
  switch (type) {
    case 'text':
      return typeof value === 'string' && value.length <= textCharactersMax
        ? undefined
        : `\`${name}\` must be a text of at most ${textCharactersMax} characters.`;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : `\`${name}\` must be a number.`;
    case 'amount':
      return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? undefined : `\`${name}\` must be a number, 0 or more.`;
    case 'share':
      return typeof value === 'number' && value >= 0 && value <= 1 ? undefined : `\`${name}\` must be a number between 0 and 1.`;
    case 'flag':
      return typeof value === 'boolean' ? undefined : `\`${name}\` must be true or false.`;
    case 'texts':
      return isJsonObject(value) && Object.values(value).every((member) => typeof member === 'string')
        ? undefined
        : `\`${name}\` must hold texts by name.`;
    case 'object':
      return isJsonObject(value) ? undefined : `\`${name}\` must be an object.`;
  }
}
