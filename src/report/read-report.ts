import { RehearsalFailure } from '../domain/failure.ts';
import { isJsonObject } from '../domain/json.ts';
import { caseOutcomes, type PackedReport, type Report } from '../domain/report.ts';
import { reportFormats, reportProblems } from '../domain/report-schema.ts';
import { countOf } from './outcome-words.ts';
import { unpackReport } from './packed-report.ts';

const format: Report['format'] = 'rehearsal/report/3';

/**
 * Reads the text of a `report.json`. A file that is torn, that another version wrote or whose counts do not agree with its cases is refused: a report which
 * was read wrongly would be a false green.
 *
 * @param name How the file is called in messages.
 * @throws RehearsalFailure REPORT_INVALID
 */
export function readReport(text: string, name = 'report.json'): Report {
  const value = parse(text, name);
  if (!isJsonObject(value)) throw invalid(name, 'is not a report: the text is JSON, but not an object');
  if (!reportFormats.includes(value['format'] as string)) {
    throw invalid(
      name,
      `has the format ${JSON.stringify(value['format'] ?? null).slice(0, 80)}, not ${JSON.stringify(format)}`,
      'Read it with the version of Rehearsal that wrote it.',
    );
  }
  const [problem] = reportProblems(value);
  if (problem !== undefined) throw invalid(name, `is not a whole report: ${problem}`);
  const packed = value as unknown as PackedReport;
  const missing = packed.cases.find(({ silence }) => silence !== undefined && silence >= (packed.silences?.length ?? 0));
  if (missing !== undefined) throw invalid(name, `is not a whole report: the case ${JSON.stringify(missing.id)} names a silence that is not there`);
  const report = { ...unpackReport(packed), format };
  refuseContradictions(report, name);
  return report;
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (thrown) {
    const reason = text.trim() === '' ? 'is empty' : `is not JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
    throw invalid(name, reason, undefined, thrown);
  }
}

/** Counts and cases say the same thing twice; where they disagree, somebody lost something. */
function refuseContradictions(report: Report, name: string): void {
  for (const outcome of caseOutcomes) {
    const listed = report.cases.filter((one) => one.outcome === outcome).length;
    const counted = report.counts[countOf[outcome]];
    if (listed !== counted) throw invalid(name, `contradicts itself: it counts ${counted} cases as ${outcome} and lists ${listed}`);
  }
  const ids = new Set<string>();
  for (const { id } of report.cases) {
    if (ids.has(id)) throw invalid(name, `lists the case ${JSON.stringify(id)} twice`);
    ids.add(id);
  }
  if (report.shard !== undefined && report.shard.index > report.shard.total) {
    throw invalid(name, `says that it is shard ${report.shard.index} of ${report.shard.total}`);
  }
}

function invalid(name: string, reason: string, hint?: string, cause?: unknown): RehearsalFailure {
  return new RehearsalFailure('REPORT_INVALID', `${name} ${reason}.`, {
    hint: hint ?? 'Give the report.json of a finished `rehearsal run`, unedited; if the run was killed, run it again.',
    place: { file: name },
    ...(cause === undefined ? {} : { cause }),
  });
}
