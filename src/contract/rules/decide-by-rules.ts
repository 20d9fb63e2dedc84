import { canonicalJson, type Json, type JsonObject } from '../../domain/json.ts';
import type { Rule, RuleTable } from '../../domain/world.ts';
import { holds, readTest } from './condition.ts';
import { fieldValue } from './field-value.ts';

/** What a table of rules says of one task. */
export interface RuleDecision {
  /** What follows, joined over all rules that hold: lists are united, and of values that contradict each other the first stays. */
  readonly outcome: JsonObject;
  /** Names of the rules that hold. */
  readonly rules: readonly string[];
  /** Members for which rules that hold say different things. */
  readonly conflicts: readonly RuleConflict[];
  /** Rules that could not be decided, since the task does not tell a field. */
  readonly undecided: readonly { readonly rule: string; readonly field: string }[];
}

export interface RuleConflict {
  readonly member: string;
  readonly values: readonly { readonly rule: string; readonly value: Json }[];
}

/**
 * Decides a task by rules. Several may hold; for what none of them says, the table's `otherwise` follows.
 *
 * @example decideByRules(table, { contract_type: 'rent', amount_rub: 500001 }).outcome // { route_to: 'legal_senior', sla_hours: 48 }
 */
export function decideByRules(table: RuleTable, task: JsonObject): RuleDecision {
  const undecided: { rule: string; field: string }[] = [];
  const matching = table.rules.filter((rule) => {
    const { matches, missing } = matchOf(rule, table, task);
    if (missing !== undefined) undecided.push({ rule: rule.name, field: missing });
    return matches;
  });
  const { outcome, conflicts } = joinOutcomes(matching);
  return { outcome: { ...table.otherwise, ...outcome }, conflicts, rules: matching.map(({ name }) => name), undecided };
}

/** Whether a rule holds for a task; where everything that the task tells fits, but a field is missing, that field. */
export function matchOf({ condition }: Rule, { fields }: RuleTable, task: JsonObject): { readonly matches: boolean; readonly missing?: string } {
  let missing: string | undefined;
  for (const [name, said] of Object.entries(condition)) {
    const value = fieldValue(name, fields[name], task);
    if (value === undefined) missing ??= name;
    else if (!holds(readTest(said, fields[name]), value)) return { matches: false };
  }
  return missing === undefined ? { matches: true } : { matches: false, missing };
}

/** What follows from several rules at once. */
export function joinOutcomes(rules: readonly Rule[]): Pick<RuleDecision, 'outcome' | 'conflicts'> {
  const said = new Map<string, { rule: string; value: Json }[]>();
  for (const { name, outcome } of rules)
    for (const [member, value] of Object.entries(outcome)) said.set(member, [...(said.get(member) ?? []), { rule: name, value }]);
  const outcome: Record<string, Json> = {};
  const conflicts: RuleConflict[] = [];
  for (const [member, values] of said) {
    const lists = values.every(({ value }) => Array.isArray(value));
    outcome[member] = lists ? united(values.map(({ value }) => value as readonly Json[])) : values[0]!.value;
    if (!lists && values.some(({ value }) => contradicts(value, values[0]!.value))) conflicts.push({ member, values });
  }
  return { outcome, conflicts };
}

/** Two lists add up; everything else that differs contradicts. */
export function contradicts(one: Json, other: Json): boolean {
  return !(Array.isArray(one) && Array.isArray(other)) && canonicalJson(one) !== canonicalJson(other);
}

function united(lists: readonly (readonly Json[])[]): readonly Json[] {
  return [...new Map(lists.flat().map((entry) => [canonicalJson(entry), entry])).values()];
}
