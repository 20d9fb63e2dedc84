import { readFileSync } from 'node:fs';
import { parseSource, type SourceDocument } from '../domain/document.ts';
import { RehearsalFailure } from '../domain/failure.ts';
import { faultsSchema } from '../domain/fault-schema.ts';
import type { FaultSchedule } from '../domain/fault.ts';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import { lazyValidator } from '../domain/validate.ts';
import { faultKinds } from '../fault/index.ts';
import { checkSchedule } from '../fault/schedule.ts';
import { planFault } from './plan-case.ts';

const validate = lazyValidator(faultsSchema);
const hint = 'A schedule is a list of faults, YAML or JSON: `- { fault: provider-error, status: 500 }`. Or a file that has one under `faults:`.';

/**
 * Reads a schedule from a file of its own: a list of faults, or whatever holds one under `faults`, a scenario of one case as well.
 *
 * @throws RehearsalFailure CONFIGURATION_INVALID, UNKNOWN_FAULT, FAULTS_EXCLUDE_EACH_OTHER, with file:line:column.
 */
export function readSchedule(file: string): FaultSchedule {
  const document = parseSource(readFileSync(file, 'utf8'), file, 'CONFIGURATION_INVALID', hint);
  const path = placeOfList(document.value);
  const list = path.reduce<Json | undefined>(memberOf, document.value);
  if (!Array.isArray(list) || list.length === 0)
    throw new RehearsalFailure('CONFIGURATION_INVALID', `${file} holds no list of faults.`, { place: document.placeOf([]), hint });
  const listed: SourceDocument = { file, value: list, placeOf: (members) => document.placeOf([...path, ...members]) };
  validate(listed, 'CONFIGURATION_INVALID');
  const schedule = (list as readonly JsonObject[]).map(planFault);
  checkSchedule(schedule, faultKinds, listed.placeOf);
  return schedule;
}

/** Where the list stands: the file itself, its `faults`, those of its only case. */
function placeOfList(value: Json): readonly (string | number)[] {
  if (!isJsonObject(value) || value['faults'] !== undefined) return Array.isArray(value) ? [] : ['faults'];
  const cases = value['cases'];
  return Array.isArray(cases) && cases.length === 1 ? ['cases', 0, 'faults'] : ['faults'];
}

function memberOf(value: Json | undefined, member: string | number): Json | undefined {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string | number, Json>>)[member] : undefined;
}
