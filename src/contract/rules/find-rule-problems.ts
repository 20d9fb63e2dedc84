import { canonicalJson, type Json, type JsonObject } from '../../domain/json.ts';
import type { Rule, RuleTable } from '../../domain/world.ts';
import { asText, namedIn, readTest, valuesOf } from './condition.ts';
import { contradicts, joinOutcomes, matchOf } from './decide-by-rules.ts';
import { cellsOf, combinations, fieldsOf } from './rule-cells.ts';

/** Something that is wrong with a table itself, whoever decides by it. */
export interface RuleProblem {
  readonly kind: 'overlap' | 'gap' | 'unreachable' | 'shadowed' | 'unknown-field' | 'unknown-value' | 'not-searched';
  /** Names of the rules that it concerns. */
  readonly rules: readonly string[];
  /** In a sentence, with a task that shows it. */
  readonly text: string;
}

/** More combinations of values than these are not looked at. */
const combinationsMax = 50_000;

const found = new WeakMap<RuleTable, readonly RuleProblem[]>();

/**
 * What is wrong with a table: rules that hold for the same task and contradict each other, tasks for which no rule holds (where fields are declared
 * and there is no `otherwise`), rules that hold for no task, rules that say nothing that others do not say, and fields or values that are not declared.
 */
export function findRuleProblems(table: RuleTable): readonly RuleProblem[] {
  let problems = found.get(table);
  if (problems === undefined)
    found.set(table, (problems = [...unknownNames(table), ...unreachable(table), ...overlaps(table), ...gapsAndShadows(table)]));
  return problems;
}

function unknownNames({ fields, rules }: RuleTable): readonly RuleProblem[] {
  if (Object.keys(fields).length === 0) return [];
  return rules.flatMap(({ name, condition }) =>
    Object.entries(condition).flatMap(([field, said]): readonly RuleProblem[] => {
      const declared = fields[field];
      if (declared === undefined)
        return [
          {
            kind: 'unknown-field',
            rules: [name],
            text: `${name} asks for ${field}, which is no declared field (${Object.keys(fields).join(', ')}).`,
          },
        ];
      const values = valuesOf(declared);
      const strange =
        values.length === 0 ? [] : namedIn(readTest(said, declared)).filter((value) => !values.some((known) => asText(known) === asText(value)));
      return strange.map((value) => ({
        kind: 'unknown-value',
        rules: [name],
        text: `${name} asks for ${field} ${canonicalJson(value)}, which is none of ${values.map((known) => canonicalJson(known)).join(', ')}.`,
      }));
    }),
  );
}

/** All that can matter of the fields of some rules. */
function tasksFor(table: RuleTable, rules: readonly Rule[]): readonly JsonObject[] | undefined {
  const fields = fieldsOf({ ...table, rules });
  return combinations(
    fields.map((field) => cellsOf(table, field)),
    combinationsMax,
  );
}

function unreachable(table: RuleTable): readonly RuleProblem[] {
  return table.rules.flatMap((rule): readonly RuleProblem[] => {
    const tasks = tasksFor(table, [rule]);
    if (tasks === undefined || tasks.some((task) => matchOf(rule, table, task).matches)) return [];
    return [{ kind: 'unreachable', rules: [rule.name], text: `${rule.name} holds for no task: ${canonicalJson(rule.condition)}.` }];
  });
}

function overlaps(table: RuleTable): readonly RuleProblem[] {
  return table.rules.flatMap((one, index) =>
    table.rules.slice(index + 1).flatMap((other): readonly RuleProblem[] => {
      const members = Object.keys(one.outcome).filter(
        (member) => other.outcome[member] !== undefined && contradicts(one.outcome[member]!, other.outcome[member]),
      );
      if (members.length === 0) return [];
      const task = tasksFor(table, [one, other])?.find(
        (candidate) => matchOf(one, table, candidate).matches && matchOf(other, table, candidate).matches,
      );
      if (task === undefined) return [];
      const said = members.map((member) => `${member} is ${canonicalJson(one.outcome[member])} and ${canonicalJson(other.outcome[member])}`);
      return [
        {
          kind: 'overlap',
          rules: [one.name, other.name],
          text: `${one.name} and ${other.name} both hold for ${canonicalJson(task)}, and contradict each other: ${said.join('; ')}.`,
        },
      ];
    }),
  );
}

function gapsAndShadows(table: RuleTable): readonly RuleProblem[] {
  const tasks = tasksFor(table, table.rules);
  if (tasks === undefined)
    return [
      {
        kind: 'not-searched',
        rules: [],
        text: `The fields have more than ${combinationsMax} combinations of values that matter, so that gaps and shadowed rules were not looked for.`,
      },
    ];
  const matching = tasks.map((task) => table.rules.filter((rule) => matchOf(rule, table, task).matches));
  const gaps = tasks.filter((_, index) => matching[index]!.length === 0);
  const searchGaps = table.otherwise === undefined && Object.keys(table.fields).length > 0 && gaps.length > 0;
  const shadowed = table.rules.filter((rule) => {
    const own = matching.filter((rules) => rules.includes(rule));
    return own.length > 0 && own.every((rules) => says(joinOutcomes(rules.filter((other) => other !== rule)).outcome, rule.outcome));
  });
  return [
    ...(searchGaps
      ? [
          {
            kind: 'gap',
            rules: [],
            text: `No rule holds for ${gaps.length} of ${tasks.length} kinds of task, such as ${canonicalJson(gaps[0])}; say under \`otherwise\` what then follows.`,
          } as const,
        ]
      : []),
    ...shadowed.map(
      ({ name }) =>
        ({ kind: 'shadowed', rules: [name], text: `${name} changes nothing: wherever it holds, other rules already say the same.` }) as const,
    ),
  ];
}

/** True where an outcome says all that another says. */
function says(outcome: JsonObject, wanted: JsonObject): boolean {
  return Object.entries(wanted).every(([member, value]) => {
    const given: Json | undefined = outcome[member];
    if (Array.isArray(value) && Array.isArray(given))
      return (value as readonly Json[]).every((entry) => (given as readonly Json[]).some((one) => canonicalJson(one) === canonicalJson(entry)));
    return given !== undefined && canonicalJson(given) === canonicalJson(value);
  });
}
