import type { AgentDecisionEntry, CaseEntry, HumanDecisionEntry, LedgerEntry, ShadowCase, TruthEntry } from '../../domain/decision.ts';
import type { PairingSettings } from './ledger.ts';
import { distinct, type Said } from './distinct-entries.ts';

/**
 * Everything that was said of one case, in any order, made one case. Of each speaker the entry with the latest time stands; entries without a time stand
 * behind those with one. The order of arrival plays no part: where times do not decide, the content does (`conflictsOf` tells of it).
 */
export function pairCase(caseId: string, decidedAtMs: number | undefined, entries: readonly LedgerEntry[], settings: PairingSettings): ShadowCase {
  const told: CaseEntry[] = [];
  const truths: TruthEntry[] = [];
  const agents = new Map<string, AgentDecisionEntry[]>();
  const people = new Map<string, HumanDecisionEntry[]>();
  for (const entry of entries) {
    if (entry.kind === 'case') told.push(entry);
    else if (entry.kind === 'truth') truths.push(entry);
    else if (entry.kind === 'agent') push(agents, entry.agent, entry);
    else push(people, entry.person, entry);
  }
  const mine = agents.get(settings.agent) ?? [];
  const agent = latest(mine);
  const others: Record<string, AgentDecisionEntry> = {};
  for (const [name, said] of sorted(agents)) if (name !== settings.agent) Object.defineProperty(others, name, ownValue(latest(said)!));
  return {
    caseId,
    decidedAtMs,
    ...describeCase(told),
    agent,
    agentBefore: agent === undefined || mine.length < 2 ? [] : before(mine, agent),
    others,
    people: sorted(people).map(([, said]) => latest(said)!),
    truth: latest(truths),
  };
}

/** By name, whoever was heard first. */
function sorted<E>(map: ReadonlyMap<string, E>): readonly (readonly [string, E])[] {
  const pairs = [...map];
  return pairs.length < 2 ? pairs : pairs.sort(([a], [b]) => (a < b ? -1 : 1));
}

function push<E>(map: Map<string, E[]>, name: string, entry: E): void {
  const list = map.get(name);
  if (list === undefined) map.set(name, [entry]);
  else list.push(entry);
}

/** A name such as `__proto__` is a name like any other. */
function ownValue<V>(value: V): PropertyDescriptor {
  return { value, enumerable: true, configurable: true, writable: true };
}

function latest<E extends Said>(said: readonly E[]): E | undefined {
  if (said.length < 2) return said[0];
  return distinct(said).at(-1);
}

function before(mine: readonly AgentDecisionEntry[], stands: AgentDecisionEntry): readonly AgentDecisionEntry[] {
  return distinct(mine).filter((entry) => entry !== stands && entry.fingerprint === stands.fingerprint);
}

/** Later entries of the case itself add to earlier ones and correct them. */
function describeCase(told: readonly CaseEntry[]): Pick<ShadowCase, 'segments' | 'fields' | 'amount' | 'couldBeCritical'> {
  if (told.length === 1) {
    const [{ segments, fields, amount, couldBeCritical }] = told as [CaseEntry];
    return { segments, fields, amount, couldBeCritical };
  }
  const key = (entry: CaseEntry): string => JSON.stringify({ ...entry, source: undefined });
  const ordered = told.toSorted((a, b) => (a.decidedAtMs ?? -Infinity) - (b.decidedAtMs ?? -Infinity) || (key(a) < key(b) ? -1 : 1));
  return {
    segments: Object.fromEntries(ordered.flatMap(({ segments }) => Object.entries(segments))),
    fields: Object.fromEntries(ordered.flatMap(({ fields }) => Object.entries(fields))),
    amount: ordered.findLast(({ amount }) => amount !== undefined)?.amount,
    couldBeCritical: ordered.findLast(({ couldBeCritical }) => couldBeCritical !== undefined)?.couldBeCritical,
  };
}
