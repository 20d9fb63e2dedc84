import { cellOutcomes, type ChaosReport } from '../../domain/chaos.ts';
import { RehearsalFailure } from '../../domain/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { chaosCounts } from './chaos-counts.ts';

/**
 * Reads the text of a `chaos.json`. One that is torn, that another version wrote or whose counts do not agree with its cells is refused.
 *
 * @throws RehearsalFailure REPORT_INVALID
 */
export function readChaosReport(text: string, name: string): ChaosReport {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    throw invalid(name, `is not JSON: ${(error as Error).message}`, error);
  }
  const problem = isJsonObject(value) ? problemOf(value) : 'it is no object';
  if (problem !== undefined) throw invalid(name, `is not a whole report of chaos: ${problem}`);
  const report = value as unknown as ChaosReport;
  if (JSON.stringify(chaosCounts(report.cases)) !== JSON.stringify(ordered(report)))
    throw invalid(name, 'contradicts itself: what it counts is not what it lists');
  return report;
}

/** Its counts, in the order in which they are counted. */
function ordered({ cases, counts }: ChaosReport): object {
  return Object.fromEntries(Object.keys(chaosCounts(cases)).map((member) => [member, counts[member as keyof typeof counts]]));
}

function problemOf(report: JsonObject): string | undefined {
  if (report['format'] !== 'rehearsal/chaos/1')
    return `its format is ${JSON.stringify(report['format'] ?? null).slice(0, 80)}, not "rehearsal/chaos/1"`;
  if (typeof report['seed'] !== 'number') return 'it has no seed';
  if (!isJsonObject(report['counts'] ?? null)) return 'it has no counts';
  const cases = report['cases'];
  if (!Array.isArray(cases)) return 'it has no cases';
  return cases.map(caseProblem).find((each) => each !== undefined);
}

function caseProblem(one: Json): string | undefined {
  if (!isJsonObject(one) || typeof one['id'] !== 'string') return 'a case has no id';
  const missing = ['places', 'cells', 'findings', 'rates', 'reliability', 'notExercised', 'notes'].find((member) => !Array.isArray(one[member]));
  if (missing !== undefined) return `the case ${JSON.stringify(one['id'])} has no ${missing}`;
  if (!isJsonObject(one['undisturbed'] ?? null)) return `the case ${JSON.stringify(one['id'])} has no undisturbed run`;
  const cell = (one['cells'] as readonly Json[]).find(
    (each) =>
      !isJsonObject(each) ||
      typeof each['id'] !== 'string' ||
      !Array.isArray(each['faults']) ||
      !(cellOutcomes as readonly Json[]).includes(each['outcome']!),
  );
  return cell === undefined ? undefined : `a cell of ${JSON.stringify(one['id'])} has no id, no faults or no outcome`;
}

function invalid(name: string, reason: string, cause?: unknown): RehearsalFailure {
  return new RehearsalFailure('REPORT_INVALID', `${name} ${reason}.`, {
    hint: 'Give the chaos.json of a finished `rehearsal chaos`, unedited; if it was killed, go on with --resume.',
    place: { file: name },
    ...(cause === undefined ? {} : { cause }),
  });
}
