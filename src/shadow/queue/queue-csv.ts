import type { Disagreement } from '../../domain/shadow-report.ts';
import { csvLine } from '../csv-line.ts';

/** The line of names of an exported queue. */
export const queueCsvHead: string = csvLine([
  'case_id',
  'decided_at',
  'agent_decision',
  'agent_words',
  'reference',
  'reference_from',
  'people',
  'confidence',
  'risk',
  'amount',
  'loss',
  'could_be_critical',
  'segments',
  'trace',
  'source',
]);

/** One disagreement as a line of CSV, for a spreadsheet. */
export function queueCsvLine(one: Disagreement): string {
  return csvLine([
    one.caseId,
    one.decidedAtMs === null ? undefined : new Date(one.decidedAtMs).toISOString(),
    one.decision ?? undefined,
    one.unmapped ?? undefined,
    one.reference ?? undefined,
    one.referenceFrom,
    one.people.map(({ person, decision }) => `${person}: ${decision}`).join('; '),
    one.confidence ?? undefined,
    one.risk ?? undefined,
    one.amount ?? undefined,
    one.loss ?? undefined,
    one.couldBeCritical ?? undefined,
    Object.entries(one.segments)
      .map(([name, value]) => `${name}: ${value}`)
      .join('; '),
    one.trace ?? undefined,
    one.source ?? undefined,
  ]);
}
