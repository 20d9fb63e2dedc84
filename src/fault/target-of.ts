import type { FaultKind } from './fault-kind.ts';

/** What a fault waits for: a request to a provider, a call of a tool, a question to people, a moment of the history, the start of the agent, whatever comes over the agent's connection. */
export type FaultTarget = 'request' | 'tool' | 'person' | 'moment' | 'start' | 'connection';

/** By what a kind does, not by its site. */
export function targetOf(kind: FaultKind): FaultTarget {
  if (kind.strikesAt === 'start') return 'start';
  if (kind.strikeProcess !== undefined || kind.strikeClock !== undefined) return 'moment';
  if (kind.strikeConnection !== undefined) return 'connection';
  if (kind.strikePerson !== undefined) return 'person';
  return kind.strikeTool === undefined ? 'request' : 'tool';
}

/** What is counted until a fault has its turn, in words. */
export const targetWords: Readonly<Record<FaultTarget, readonly [one: string, more: string]>> = {
  request: ['request', 'requests'],
  tool: ['call', 'calls'],
  person: ['question', 'questions'],
  moment: ['moment', 'moments'],
  start: ['start', 'starts'],
  connection: ['request', 'requests'],
};
