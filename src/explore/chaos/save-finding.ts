import { join, relative } from 'node:path';
import { toFailure } from '../../domain/failure.ts';
import type { FaultSchedule } from '../../domain/fault.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import { loadScenarios } from '../../run/load-scenarios.ts';
import { makeFolder } from '../../run/make-folder.ts';
import { foundName, putFile } from '../found-files.ts';
import { foundScenario } from './found-scenario.ts';

/** A finding that was saved, and read again. */
export interface SavedFinding {
  readonly file: string;
  readonly plan: CasePlan;
  placeOf: ReturnType<typeof loadScenarios>[number]['document']['placeOf'];
}

/** Writes a finding as a scenario file and reads it as `rehearsal run` would. `taken` holds the names that this exploration has given. */
export function saveFinding(options: {
  readonly folder: string;
  readonly taken: Set<string>;
  readonly scenario: JsonObject;
  readonly plan: CasePlan;
  readonly schedule: FaultSchedule;
  readonly repeats: number;
  readonly words: string;
  readonly description: string;
}): SavedFinding | { readonly problem: string } {
  const { folder, taken, plan, words } = options;
  const name = foundName(plan, words, taken);
  const file = join(folder, `${name}.yaml`);
  try {
    makeFolder(folder);
    putFile(file, foundScenario({ ...options, file, name: `${plan.name}, when ${words}`.slice(0, 200) }));
    const [loaded] = loadScenarios([file]);
    return { file: relative('.', file) || file, plan: loaded!.cases[0]!, placeOf: loaded!.document.placeOf };
  } catch (error) {
    return { problem: `${file}: ${toFailure(error).message}` };
  }
}
