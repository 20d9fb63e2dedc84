import { RehearsalFailure } from '../domain/failure.ts';
import type { CaseReport, Report, ReportCounts } from '../domain/report.ts';
import { verdictSentence } from './verdict-sentence.ts';

/**
 * Joins the reports of all shards of one run, in whatever order they are given. The exit code is the worst that is true of the whole: 1 where a shard or a case
 * failed, else 3 where something is invalid, unknown or missing, else 0. The duration is that of the longest shard, since shards run side by side.
 *
 * @throws RehearsalFailure RESULTS_INCOMPLETE where shards are missing; REPORT_INVALID where the reports are not the shards of one run.
 */
export function mergeReports(reports: readonly Report[]): Report {
  const shards = wholeRun(reports);
  const first = shards[0]!;
  const cases = shards.flatMap((report) => report.cases).toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const counts = sumCounts(shards);
  const alone = shards.length === 1;
  return {
    format: first.format,
    rehearsalVersion: first.rehearsalVersion,
    command: alone ? first.command : [...new Set(shards.map((report) => withoutShard(report.command)))].join('; '),
    seed: first.seed,
    exitCode: exitCodeOf(shards, cases, counts),
    sentence: alone ? first.sentence : verdictSentence(counts),
    counts,
    claims: [...new Set(shards.flatMap(({ claims }) => claims))],
    durationMs: Math.max(...shards.map((report) => report.durationMs)),
    cases,
  };
}

/** The reports in the order of their shards, once it is sure that they are all the shards of one run and nothing else. */
function wholeRun(reports: readonly Report[]): readonly Report[] {
  const [first] = reports;
  if (first === undefined) {
    throw new RehearsalFailure('RESULTS_INCOMPLETE', 'There is no report to merge.', { hint: 'Name the report.json of every shard.' });
  }
  if (reports.length === 1 && first.shard === undefined) return reports;
  const total = sameInAll(reports, 'number of shards', (report) => report.shard?.total);
  if (total === undefined) throw notOneRun('None of the reports is a shard, so nobody can say whether they belong together.');
  const seed = sameInAll(reports, 'seed', (report) => report.seed);
  sameInAll(reports, 'version of Rehearsal', (report) => report.rehearsalVersion);
  const byIndex = new Map<number, Report>();
  for (const report of reports) {
    const { index } = report.shard!;
    if (index < 1 || index > total) throw notOneRun(`A report says that it is shard ${index} of ${total}.`);
    if (byIndex.has(index)) throw notOneRun(`Shard ${index} of ${total} is there twice.`);
    byIndex.set(index, report);
  }
  const missing = [...Array(total).keys()].map((index) => index + 1).filter((index) => !byIndex.has(index));
  if (missing.length > 0) throw shardsMissing(missing, total, seed);
  const shards = [...byIndex.values()].toSorted((left, right) => left.shard!.index - right.shard!.index);
  refuseDuplicates(shards);
  return shards;
}

function sameInAll<Value extends string | number | undefined>(reports: readonly Report[], what: string, read: (report: Report) => Value): Value {
  const found = [...new Set(reports.map(read))];
  if (found.length === 1) return found[0]!;
  throw notOneRun(`The reports do not agree on the ${what}: ${found.map((value) => value ?? 'none').join(', ')}.`);
}

function shardsMissing(missing: readonly number[], total: number, seed: number): RehearsalFailure {
  const which = missing.length === 1 ? `Shard ${missing[0]} of ${total} is missing.` : `Shards ${missing.join(', ')} of ${total} are missing.`;
  return new RehearsalFailure('RESULTS_INCOMPLETE', which, {
    hint: `Look at the job that should have written it, or run it again with --shard ${missing[0]}/${total} --seed ${seed}.`,
  });
}

function refuseDuplicates(shards: readonly Report[]): void {
  const seenIn = new Map<string, number>();
  for (const report of shards) {
    const { index } = report.shard!;
    for (const { id } of report.cases) {
      const before = seenIn.get(id);
      if (before !== undefined) {
        throw notOneRun(
          before === index
            ? `Shard ${index} lists the case ${JSON.stringify(id)} twice.`
            : `The case ${JSON.stringify(id)} is in shard ${before} and in shard ${index}.`,
        );
      }
      seenIn.set(id, index);
    }
  }
}

function notOneRun(message: string): RehearsalFailure {
  return new RehearsalFailure('REPORT_INVALID', message, {
    hint: 'Merge the reports of one run only: same revision, same --seed, and --shard 1/n to n/n, each once.',
  });
}

function sumCounts(reports: readonly Report[]): ReportCounts {
  const members = Object.keys(reports[0]!.counts) as (keyof ReportCounts)[];
  return Object.fromEntries(
    members.map((member) => [member, reports.reduce((total, report) => total + report.counts[member], 0)]),
  ) as unknown as ReportCounts;
}

function exitCodeOf(shards: readonly Report[], cases: readonly CaseReport[], counts: ReportCounts): Report['exitCode'] {
  if (shards.some((report) => report.exitCode === 1) || cases.some((one) => one.outcome === 'fail')) return 1;
  if (
    shards.some((report) => report.exitCode === 3) ||
    cases.some((one) => one.outcome === 'invalid' || one.outcome === 'unknown' || one.outcome === 'diverged')
  )
    return 3;
  // What proves nothing in one report proves nothing in the sum of many.
  return isComplete(cases, counts) && counts.pass + counts.expectedFailure > 0 ? 0 : 3;
}

/** As many results as were expected, and at least one. A case that never started is a result, whether or not it was counted as seen. */
function isComplete(cases: readonly CaseReport[], counts: ReportCounts): boolean {
  return cases.length > 0 && cases.length === counts.expected && counts.seen + counts.notRun >= counts.expected;
}

function withoutShard(command: string): string {
  return command.replace(/ --shard[ =]\S+/g, '');
}
