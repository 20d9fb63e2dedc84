/**
 * Scenario files as Vitest tests: with watch, with the editor's buttons, and with the YAML line where a case failed.
 *
 * @example
 * // scenarios.test.ts
 * import { rehearse } from 'rehearsal/vitest';
 *
 * rehearse('scenarios');
 *
 * @module
 */
import { resolve } from 'node:path';
import { describe, test } from 'vitest';
import { formatPlace } from './domain/failure.ts';
import type { Json } from './domain/json.ts';
import type { CaseReport } from './domain/report.ts';
import { loadScenarios, run, type RunSettings } from './index.ts';

export interface RehearseSettings extends Pick<RunSettings, 'seed'> {
  /** Folder of the event logs. Default `reports/vitest`. */
  readonly reports?: string;
}

/**
 * Registers one test for each case of these scenario files or folders. A case that cannot run here (a program is missing) is skipped with its reason; a
 * specimen that breaks as it was made to passes.
 *
 * @throws RehearsalFailure SCENARIO_NOT_FOUND, SCENARIO_INVALID, … while tests are collected, so that a typo is no silent absence of tests.
 */
export function rehearse(paths: string | readonly string[], settings: RehearseSettings = {}): void {
  const scenarios = loadScenarios(typeof paths === 'string' ? [paths] : paths);
  for (const [index, scenario] of scenarios.entries()) {
    describe(scenario.cases[0]!.scenario, () => {
      for (const plan of scenario.cases) {
        test(plan.name, { timeout: plan.limits.seconds * 1000 + 10_000 }, async (context) => {
          const report = await run([scenario], {
            select: ({ id }) => id === plan.id,
            seed: settings.seed ?? 1,
            reports: resolve(settings.reports ?? 'reports/vitest', `${index + 1}-${plan.index + 1}`),
            signal: context.signal,
          });
          const [result] = report.cases;
          if (result === undefined) throw new Error(`${plan.id} has no result.`);
          if (result.outcome === 'not-run') context.skip(result.sentence);
          if (result.outcome !== 'pass' && result.outcome !== 'expected-failure') throw caseError(result);
        });
      }
    });
  }
}

/** An error whose stack is the line of the scenario, so that Vitest and editors show that, and not the inside of Rehearsal. */
function caseError(report: CaseReport): Error {
  const verdicts = report.verdicts.filter(({ outcome }) => outcome === 'fail' || outcome === 'invalid' || outcome === 'unknown');
  const lines = [
    report.sentence,
    ...verdicts.flatMap(({ claim, outcome, text, expected, actual }) => [
      `  ${outcome} ${claim}: ${text}`,
      ...shown('expected', expected),
      ...shown('actual', actual),
    ]),
    ...(report.miss === undefined ? [] : [report.miss]),
    `  again: ${report.repeat}`,
  ];
  const error = new Error(lines.join('\n'));
  error.name = report.outcome;
  const place = verdicts.find((verdict) => verdict.place !== undefined)?.place ?? report.place;
  error.stack = `${error.name}: ${error.message}\n    at ${report.name} (${formatPlace({ ...place, file: resolve(place.file) })})`;
  return error;
}

function shown(name: string, value: Json | undefined): readonly string[] {
  return value === undefined ? [] : [`    ${name}: ${JSON.stringify(value)}`];
}
