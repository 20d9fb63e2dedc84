import { parseSource } from '../../domain/document.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { rulesSchema } from '../../domain/rules-schema.ts';
import { lazyValidator } from '../../domain/validate.ts';
import type { Rule, RuleCondition, RuleTable } from '../../domain/world.ts';

const validate = lazyValidator(rulesSchema);
const hint = 'A file of rules has `domain`, `version` and `routing_rules`, each with a `condition`. See docs/RULES.md.';

/**
 * Reads a file of rules (YAML or JSON).
 *
 * @throws RehearsalFailure CONFIGURATION_INVALID with file:line:column.
 */
export function readRules(text: string, file: string): RuleTable {
  const document = parseSource(text, file, 'CONFIGURATION_INVALID', hint);
  validate(document, 'CONFIGURATION_INVALID');
  return asRuleTable(document.value as JsonObject);
}

/** A table that fits the schema, with what follows from a rule apart from its condition. */
export function asRuleTable(table: JsonObject): RuleTable {
  const routing = (table['routing_rules'] ?? []) as readonly JsonObject[];
  const implicit = (table['implicit_rules'] ?? []) as readonly JsonObject[];
  return {
    domain: table['domain'] as string,
    version: `${table['version'] as string | number}`,
    fields: (table['fields'] ?? {}) as Readonly<Record<string, JsonObject>>,
    rules: [
      ...routing.map((rule, index) => asRule(rule, `routing rule ${index + 1}`, false)),
      ...implicit.filter(({ condition }) => condition !== undefined).map((rule) => asRule(rule, rule['name'] as string, true)),
    ],
    unwritten: implicit
      .filter(({ condition }) => condition === undefined)
      .map(({ name, description }) => ({ name: name as string, ...(description === undefined ? {} : { description: description as string }) })),
    ...(table['otherwise'] === undefined ? {} : { otherwise: table['otherwise'] as JsonObject }),
  };
}

/** Members that describe a rule and are no outcome of it. */
const describing = new Set(['condition', 'name', 'description', 'reason', 'extracted_from', 'confidence']);

function asRule(rule: JsonObject, otherwise: string, implicit: boolean): Rule {
  const outcome = Object.fromEntries(Object.entries(rule).filter(([member]) => !describing.has(member))) as Readonly<Record<string, Json>>;
  return { name: (rule['name'] as string | undefined) ?? otherwise, condition: rule['condition'] as RuleCondition, outcome, implicit };
}
