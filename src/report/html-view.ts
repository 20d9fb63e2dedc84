import { caseOutcomes, type CaseOutcome, type CaseReport, type Report } from '../domain/report.ts';
import { formatCount, formatCounted, formatDuration, formatUsdTotal } from './amounts.ts';
import { compactView, htmlCaseView, type View } from './html-case-view.ts';
import { htmlMatrixView } from './html-matrix.ts';
import { caseOutcomeWords, countOf, exitCodeWords } from './outcome-words.ts';
import { visibleLine } from './visible-text.ts';

const casesInFullMax = 300;
const quietCasesInFullMax = 200;
/** A browser opens a thousand cases with all their events; of a run where everything fails, the first thousand say why. */
const troubledCasesInFullMax = 1000;

/** Everything that the page shows, in its order; the template computes nothing. */
export function htmlView(report: Report): View {
  const { counts } = report;
  const verdict = exitCodeWords[report.exitCode];
  const large = report.cases.length > casesInFullMax;
  const numbered = report.cases.map((one, index) => ({ one, number: index + 1 }));
  const sum = (read: (one: CaseReport) => number): string => formatCount(report.cases.reduce((total, one) => total + read(one), 0));
  const groups = caseOutcomes.flatMap((outcome) => {
    const found = numbered.filter(({ one }) => one.outcome === outcome);
    return found.length === 0 ? [] : [group(outcome, found, large)];
  });
  const inFull = new Set(groups.flatMap(({ numbers }) => numbers));
  const missing = counts.expected - counts.seen - counts.notRun;
  return {
    verdict,
    sentence: visibleLine(report.sentence),
    isLong: report.sentence.length > 140,
    incomplete: missing > 0 ? `${formatCounted(missing, 'result')} of ${formatCount(counts.expected)} never arrived.` : null,
    tallies: caseOutcomes.flatMap((outcome) => tally(outcome, counts[countOf[outcome]], report)),
    facts: [
      { label: 'Results', value: `${formatCount(counts.seen)} of ${formatCount(counts.expected)}`, code: false },
      { label: 'Claims without evidence', value: formatCount(counts.unobservedClaims), code: false },
      { label: 'Duration', value: formatDuration(report.durationMs), code: false },
      { label: 'Model calls', value: sum((one) => one.modelCalls), code: false },
      { label: 'Tokens', value: `${sum((one) => one.inputTokens)} in, ${sum((one) => one.outputTokens)} out`, code: false },
      { label: 'Cost', value: formatUsdTotal(report.cases.map((one) => one.usd)), code: false },
      { label: 'Exit code', value: `${report.exitCode}, ${verdict.meaning}`, code: false },
      ...(report.shard === undefined ? [] : [{ label: 'Shard', value: `${report.shard.index} of ${report.shard.total}`, code: false }]),
      { label: 'Seed', value: String(report.seed), code: true },
      { label: 'Command', value: visibleLine(report.command), code: true },
    ],
    matrix: htmlMatrixView(report, (index) => (inFull.has(index + 1) ? `case-${index + 1}` : null)),
    groups,
    isEmpty: report.cases.length === 0,
    version: visibleLine(report.rehearsalVersion),
  };
}

function tally(outcome: CaseOutcome, count: number, report: Report): readonly View[] {
  if (count === 0 && outcome !== 'pass' && outcome !== 'fail') return [];
  const { symbol, word } = caseOutcomeWords[outcome];
  return [{ outcome, symbol, word, count: formatCount(count), isNone: count === 0, linked: report.cases.some((one) => one.outcome === outcome) }];
}

function group(
  outcome: CaseOutcome,
  found: readonly { readonly one: CaseReport; readonly number: number }[],
  large: boolean,
): View & { readonly numbers: readonly number[] } {
  const { symbol, word, meaning } = caseOutcomeWords[outcome];
  const isQuiet = outcome === 'pass' || outcome === 'expected-failure' || outcome === 'not-run';
  const inFullMax = !large ? found.length : isQuiet ? quietCasesInFullMax : troubledCasesInFullMax;
  const rows = found.slice(inFullMax).map(({ one }) => compactView(one));
  return {
    outcome,
    symbol,
    title: word.charAt(0).toUpperCase() + word.slice(1),
    meaning,
    count: formatCount(found.length),
    numbers: found.slice(0, inFullMax).map(({ number }) => number),
    cases: found.slice(0, inFullMax).map(({ one, number }) => htmlCaseView(one, number)),
    rows,
    rowsHaveReasons: outcome !== 'pass',
    rowsNote: `This run is large: the first ${formatCount(inFullMax)} of these cases are shown in full, the other ${formatCount(rows.length)} as one row each. report.json has all of them.`,
  };
}
