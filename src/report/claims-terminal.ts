import { formatCount, formatCounted } from './amounts.ts';
import type { CellOutcome, ClaimStanding } from './claim-matrix.ts';
import { caseOutcomeWords, claimOutcomeWords } from './outcome-words.ts';
import type { TerminalOptions } from './terminal.ts';
import { terminalPaint, type TerminalColour } from './terminal-paint.ts';
import { wrapLine } from './text-columns.ts';
import { visibleLine } from './visible-text.ts';

/** A claim of the catalogue, and how it stands after the last run. */
export interface ListedClaim extends ClaimStanding {
  readonly claim: string;
  /** The systems of the source documents that it comes from. */
  readonly from: string;
  readonly rule: string;
  /** Where nothing exercised it: what an agent would have to say or do. */
  readonly missing?: string;
}

const colourOf: Readonly<Record<CellOutcome, TerminalColour>> = {
  fail: 'red',
  invalid: 'yellow',
  unknown: 'magenta',
  pass: 'green',
  'expected-failure': 'cyan',
  unobserved: 'dim',
  'not-applicable': 'dim',
};

/** Specimens that are named; of more only the number is told. */
const specimensMax = 4;

/** The catalogue for a terminal: each claim with its source, its rule, what became of it, and what breaks it. */
export function renderClaims(claims: readonly ListedClaim[], options: TerminalOptions): string {
  const paint = terminalPaint(options.colour);
  const width = Math.max(40, options.widthColumns);
  const lines = claims.flatMap(({ claim, from, rule, missing, exercised, outcome, specimens }) => {
    const { symbol, word } = outcome === 'expected-failure' ? caseOutcomeWords[outcome] : claimOutcomeWords[outcome];
    const named = specimens.slice(0, specimensMax).map(visibleLine).join(' · ');
    const more = specimens.length > specimensMax ? ` and ${formatCount(specimens.length - specimensMax)} more` : '';
    return [
      `${paint[colourOf[outcome]](`${symbol} ${claim}`)}  ${from}  ${word}, exercised in ${formatCounted(exercised, 'case')}`,
      ...wrapLine(`    ${rule}`, width),
      ...(missing === undefined ? [] : wrapLine(`    ${visibleLine(missing)}`, width)),
      ...wrapLine(specimens.length === 0 ? '    no specimen here breaks it' : `    broken by ${named}${more}`, width).map(paint.dim),
    ];
  });
  const exercised = claims.filter((one) => one.exercised > 0).length;
  const broken = claims.filter(({ specimens }) => specimens.length > 0).length;
  return [
    ...lines,
    '',
    `${formatCounted(claims.length, 'claim')}: ${formatCount(exercised)} exercised, ${formatCount(broken)} with a specimen that breaks it.`,
    '',
  ].join('\n');
}
