import type { CaseReport, Report } from '../domain/report.ts';
import type { Outcome } from '../domain/verdict.ts';

/** What became of a claim in a case. `expected-failure`: a specimen broke it, as it was made to. */
export type CellOutcome = Outcome | 'expected-failure';

/** All outcomes of cells, worst first; how a whole claim stands is the worst that its evidence says. */
export const cellOutcomes: readonly CellOutcome[] = ['fail', 'invalid', 'unknown', 'pass', 'expected-failure', 'unobserved', 'not-applicable'];

export interface ClaimRow {
  readonly claim: string;
  /** One per case, in the order of the cases; undefined where the case was not judged. */
  readonly cells: readonly (CellOutcome | undefined)[];
}

/** Claim × case. */
export interface ClaimMatrix {
  readonly cases: readonly CaseReport[];
  readonly rows: readonly ClaimRow[];
}

/** How a claim stands after a run. */
export interface ClaimStanding {
  /** How many cases had evidence for or against it. */
  readonly exercised: number;
  /**
   * The worst of all cases, where a failure that a specimen declares is none: `fail`, `invalid`, `unknown`; else `pass` where it held in at least one case;
   * else `expected-failure`, `unobserved`, `not-applicable`.
   */
  readonly outcome: CellOutcome;
  /** Ids of the specimens that broke it as they were made to. */
  readonly specimens: readonly string[];
}

/** Every claim that a run judged against every case of it, claims in the order of the catalogue. */
export function claimMatrix({ cases, claims }: Pick<Report, 'cases' | 'claims'>): ClaimMatrix {
  const rows = new Map<string, (CellOutcome | undefined)[]>();
  const set = (claim: string, index: number, outcome: CellOutcome): void => {
    let cells = rows.get(claim);
    if (cells === undefined) rows.set(claim, (cells = Array.from({ length: cases.length }, () => undefined)));
    cells[index] = outcome;
  };
  for (const [index, one] of cases.entries()) {
    for (const { claim, outcome } of one.verdicts) set(claim, index, cellOf(one, outcome));
    for (const claim of one.notApplicable) set(claim, index, 'not-applicable');
  }
  return { cases, rows: [...new Set([...claims, ...rows.keys()])].map((claim) => ({ claim, cells: rows.get(claim) ?? [] })).filter(isJudged) };
}

/** A claim that no case was judged by has no row. */
function isJudged({ cells }: ClaimRow): boolean {
  return cells.length > 0;
}

function cellOf(one: CaseReport, outcome: Outcome): CellOutcome {
  return outcome === 'fail' && one.outcome === 'expected-failure' ? 'expected-failure' : outcome;
}

/** A row in one word and two figures. */
export function standingOf({ cells }: ClaimRow, cases: readonly CaseReport[]): ClaimStanding {
  return {
    exercised: cells.filter(isExercised).length,
    outcome: cellOutcomes.find((outcome) => cells.includes(outcome)) ?? 'unobserved',
    specimens: cells.flatMap((cell, index) => (cell === 'expected-failure' ? [cases[index]!.id] : [])),
  };
}

/** True where a case had evidence for or against a claim. */
export function isExercised(cell: CellOutcome | undefined): boolean {
  return cell === 'pass' || cell === 'fail' || cell === 'expected-failure';
}
