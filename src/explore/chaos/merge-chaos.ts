import type { ChaosCaseReport, ChaosCell, ChaosFinding, ChaosReport } from '../../domain/chaos.ts';
import { RehearsalFailure } from '../../domain/failure.ts';
import { faultKinds } from '../../fault/index.ts';
import { caseSentence } from './case-sentence.ts';
import { ofOthers, withFindings } from './chaos-case.ts';
import { chaosCounts, chaosExitCode } from './chaos-counts.ts';
import { gravityOf } from './finding-sentence.ts';
import { keyOf } from './laboratory.ts';
import { coverageOf, reliability, survivalRates } from './rates.ts';

/** A report without its sentence, which is the assembly's to say. */
export type MergedChaos = Omit<ChaosReport, 'sentence'>;

/**
 * Joins the reports of all shards of one exploration, in whatever order they are given. Rates are counted anew over all cells; what ended at the same smallest
 * schedule in two shards is one finding.
 *
 * @throws RehearsalFailure RESULTS_INCOMPLETE where shards are missing; REPORT_INVALID where the reports are not the shards of one exploration.
 */
export function mergeChaos(reports: readonly ChaosReport[]): MergedChaos {
  const shards = wholeExploration(reports);
  const first = shards[0]!;
  const { shard: _shard, sentence: _sentence, ...rest } = first;
  const cases = first.cases.map(({ id }) => mergeCase(shards.map((report) => caseNamed(report, id))));
  const counts = chaosCounts(cases);
  return {
    ...rest,
    command: [...new Set(shards.map(({ command }) => command.replaceAll(/ --shard[ =]\S+/g, '')))].join('; '),
    exitCode: chaosExitCode(cases, counts, false),
    counts,
    stopped: (['interrupted', 'minutes', 'runs'] as const).find((why) => shards.some(({ stopped }) => stopped === why)) ?? 'finished',
    durationMs: Math.max(...shards.map(({ durationMs }) => durationMs)),
    kinds: faultKinds.flatMap(({ name }) => shards.flatMap(({ kinds }) => kinds.filter((kind) => kind.name === name)).slice(0, 1)),
    cases,
  };
}

function caseNamed(report: ChaosReport, id: string): ChaosCaseReport {
  const found = report.cases.find((one) => one.id === id);
  if (found === undefined) throw notOne(`Shard ${report.shard!.index} knows no case ${JSON.stringify(id)}.`);
  return found;
}

function mergeCase(parts: readonly ChaosCaseReport[]): ChaosCaseReport {
  const first = parts[0]!;
  const cells = parts.flatMap((part) => part.cells).toSorted((left, right) => (left.position ?? 0) - (right.position ?? 0));
  const twice = cells.find(({ id }, index) => cells.findIndex((other) => other.id === id) !== index);
  if (twice !== undefined) throw notOne(`Two shards tried ${JSON.stringify(twice.id)} of ${JSON.stringify(first.id)}.`);
  const findings = mergeFindings(
    parts.flatMap((part) => part.findings),
    cells,
  );
  const possible = Math.max(...parts.map(({ coverage }) => coverage.possible));
  const isExplored = first.undisturbed.outcome === 'pass';
  return {
    ...first,
    sentence: isExplored ? caseSentence(cells, findings) : first.sentence,
    cells: withFindings(cells, findings),
    findings,
    rates: survivalRates(cells, faultKinds),
    reliability: reliability(cells),
    coverage: { ...coverageOf(new Set(), cells), possible },
    notExercised: distinct(parts.flatMap((part) => part.notExercised.filter(({ why }) => why !== ofOthers))),
    notes: [...new Set(parts.flatMap(({ notes }) => notes))],
  };
}

function distinct(notes: ChaosCaseReport['notExercised']): ChaosCaseReport['notExercised'] {
  return [...new Map(notes.map((note) => [`${note.what}\n${note.why}`, note])).values()];
}

/** The gravest first; among equals in the order of the first cell of each. */
function mergeFindings(findings: readonly ChaosFinding[], cells: readonly ChaosCell[]): readonly ChaosFinding[] {
  const positions = new Map(cells.map(({ id }, position) => [id, position]));
  const at = (id: string): number => positions.get(id) ?? cells.length;
  return [...Map.groupBy(findings, ({ smallest }) => keyOf(smallest)).values()]
    .map((same) => ({
      ...same[0]!,
      claims: [...new Set(same.flatMap(({ claims }) => claims))],
      cells: [...new Set(same.flatMap((finding) => finding.cells))].toSorted((left, right) => at(left) - at(right)),
      shrinkingRuns: same.reduce((sum, { shrinkingRuns }) => sum + shrinkingRuns, 0),
    }))
    .toSorted((left, right) => gravityOf(left.claims) - gravityOf(right.claims) || at(left.cells[0]!) - at(right.cells[0]!));
}

/** The reports in the order of their shards, once it is sure that they are all the shards of one exploration and nothing else. */
function wholeExploration(reports: readonly ChaosReport[]): readonly ChaosReport[] {
  const [first] = reports;
  if (first === undefined)
    throw new RehearsalFailure('RESULTS_INCOMPLETE', 'There is no report to merge.', { hint: 'Name the chaos.json of every shard.' });
  const total = first.shard?.total;
  if (total === undefined) throw notOne('The first of the reports is no shard.');
  for (const { shard, seed, rehearsalVersion } of reports) {
    if (shard?.total !== total) throw notOne('The reports do not agree on the number of shards.');
    if (seed !== first.seed) throw notOne(`The reports do not agree on the seed: ${first.seed}, ${seed}.`);
    if (rehearsalVersion !== first.rehearsalVersion) throw notOne('The reports do not agree on the version of Rehearsal.');
  }
  const byIndex = new Map(reports.map((report) => [report.shard!.index, report]));
  if (byIndex.size !== reports.length) throw notOne('One shard is there twice.');
  const missing = Array.from({ length: total }, (_, index) => index + 1).filter((index) => !byIndex.has(index));
  if (missing.length > 0)
    throw new RehearsalFailure('RESULTS_INCOMPLETE', `${missing.length === 1 ? 'Shard' : 'Shards'} ${missing.join(', ')} of ${total} missing.`, {
      hint: `Run it again with --shard ${missing[0]}/${total} --seed ${first.seed}.`,
    });
  const ids = (report: ChaosReport): string => JSON.stringify(report.cases.map(({ id, places }) => [id, places.map((place) => place.id)]));
  const other = reports.find((report) => ids(report) !== ids(first));
  if (other !== undefined)
    throw notOne(`Shard ${other.shard!.index} explored other cases, or other places of them, than shard ${first.shard!.index}.`);
  return [...byIndex].toSorted(([left], [right]) => left - right).map(([, report]) => report);
}

function notOne(message: string): RehearsalFailure {
  return new RehearsalFailure('REPORT_INVALID', message, {
    hint: 'Merge the reports of one exploration only: same revision, same --seed, and --shard 1/n to n/n, each once.',
  });
}
