import { renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { toFailure } from '../../domain/failure.ts';
import type { FaultSchedule } from '../../domain/fault.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import { slug, stem } from '../../run/file-names.ts';
import { loadScenarios } from '../../run/load-scenarios.ts';
import { makeFolder } from '../../run/make-folder.ts';
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
  const name = freeName(`${stem(plan.file).slice(0, 30)}-${slug(plan.name).slice(0, 40)}-${slug(words).slice(0, 60)}`, taken);
  const file = join(folder, `${name}.yaml`);
  try {
    makeFolder(folder);
    const text = foundScenario({ ...options, file, name: `${plan.name}, when ${words}`.slice(0, 200) });
    writeFileSync(`${file}.pending`, text);
    renameSync(`${file}.pending`, file);
    const [loaded] = loadScenarios([file]);
    return { file: relative('.', file) || file, plan: loaded!.cases[0]!, placeOf: loaded!.document.placeOf };
  } catch (error) {
    return { problem: `${file}: ${toFailure(error).message}` };
  }
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted.replaceAll(/-+/g, '-').replace(/-$/, '');
  for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
  taken.add(name);
  return name;
}
