import { existsSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { asRuleTable, readRules } from '../contract/index.ts';
import { RehearsalFailure, type SourcePlace } from '../domain/failure.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import { nothingDeclared } from '../domain/world-defaults.ts';
import type { Declarations, RuleTable } from '../domain/world.ts';

/**
 * What a case declares for claims, from what the file and the case say; the case wins, member by member.
 *
 * @throws RehearsalFailure CONFIGURATION_INVALID: rules that cannot be read.
 */
export function planDeclarations(file: string, whole: Json | undefined, own: Json | undefined, place: () => SourcePlace): Declarations {
  if (whole === undefined && own === undefined) return nothingDeclared;
  const { rules, ...declared }: JsonObject = { ...(whole as JsonObject | undefined), ...(own as JsonObject | undefined) };
  const table = rules === undefined ? undefined : planRules(file, rules, place);
  return { ...nothingDeclared, ...(declared as Partial<Declarations>), ...(table === undefined ? {} : { rules: table }) };
}

function planRules(file: string, rules: Json, place: () => SourcePlace): RuleTable {
  if (typeof rules !== 'string') return asRuleTable(rules as JsonObject);
  const path = isAbsolute(rules) ? rules : join(dirname(file), rules);
  if (!existsSync(path)) {
    throw new RehearsalFailure('CONFIGURATION_INVALID', `There is no file ${path}.`, {
      place: place(),
      hint: '`declares.rules` names a file of rules, relative to the scenario file, or holds the rules themselves.',
    });
  }
  return readRules(readFileSync(path, 'utf8'), path);
}
