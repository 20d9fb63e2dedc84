import { canonicalJson, isJsonObject, type JsonObject } from '../../domain/json.ts';
import type { Rule, RuleTable } from '../../domain/world.ts';
import { readTest } from './condition.ts';
import { decideByRules, matchOf, type RuleDecision } from './decide-by-rules.ts';
import { anotherValue, cellsOf, fieldsOf, momentsOf, valuesToTry } from './rule-cells.ts';

/** A task at the edge of a rule, and what the table says of it. */
export interface BoundaryCase {
  /** `routing rule 1: amount_rub 500001`, for the name of a case. */
  readonly name: string;
  readonly rule: string;
  readonly task: JsonObject;
  readonly expected: RuleDecision;
}

/**
 * The tasks that tell an agent that knows the rules from one that nearly does: for each rule a task for which it holds, and with one field changed at a time: just
 * below, at and just above each number; each value of an enum, or one that nobody names; the minutes around each word of time. The same table gives the same tasks.
 */
export function boundaryCases(table: RuleTable): readonly BoundaryCase[] {
  const seen = new Set<string>();
  return table.rules.flatMap((rule) => {
    const base = baseOf(rule, table);
    const edges = Object.keys(rule.condition).flatMap((field) =>
      edgesOf(rule, field, table).map((edge) => ({ field, task: { ...base, ...edge }, edge })),
    );
    return [{ field: 'as it says', task: base, edge: undefined }, ...edges].flatMap(({ field, task, edge }): readonly BoundaryCase[] => {
      const key = canonicalJson(task);
      if (seen.has(key)) return [];
      seen.add(key);
      const name =
        edge === undefined
          ? `${rule.name}: ${field}`
          : `${rule.name}: ${field} ${Object.values(edge)
              .map((value) => (typeof value === 'string' ? value : canonicalJson(value)))
              .join(' ')}`;
      return [{ name, rule: rule.name, task, expected: decideByRules(table, task) }];
    });
  });
}

/** A task for which the rule holds, and as few others as can be. */
function baseOf(rule: Rule, table: RuleTable): JsonObject {
  let task: JsonObject = {};
  for (const field of fieldsOf(table)) {
    const cells = cellsOf(table, field);
    const own = rule.condition[field];
    const others = table.rules.filter((other) => other !== rule && other.condition[field] !== undefined);
    const only = (other: Rule, test: string): Rule => ({ ...other, condition: { [test]: other.condition[test]! } });
    const fitting = own === undefined ? cells : cells.filter((cell) => matchOf(only(rule, field), table, cell).matches);
    task = {
      ...task,
      ...(fitting.find((cell) => others.every((other) => !matchOf(only(other, field), table, cell).matches)) ?? fitting[0] ?? cells[0])!,
    };
  }
  return task;
}

function edgesOf(rule: Rule, name: string, table: RuleTable): readonly JsonObject[] {
  const field = table.fields[name];
  if (typeof field?.['from'] === 'string' && isJsonObject(field['words']))
    return momentsOf(field).map((moment) => ({ [field['from'] as string]: moment }));
  const values = valuesToTry(field, [readTest(rule.condition[name]!, field)]);
  return [...new Set([...values, ...(values.every((value) => typeof value === 'string') && field === undefined ? [anotherValue] : [])])].map(
    (value) => ({ [name]: value }),
  );
}
