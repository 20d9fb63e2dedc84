import { expect } from 'vitest';
import type { ChaosCaseReport } from '../../src/domain/chaos.ts';

/** A twin that goes well undisturbed has been found out by what it was made to break, and no more than two faults are needed to show it. */
export function expectFound(report: ChaosCaseReport, claims: readonly string[]): void {
  expect(report.undisturbed.sentence).toMatch(/claims? holds?\.$/);
  const telling = report.findings.filter((finding) => finding.claims.some((claim) => claims.includes(claim)));
  expect(telling.length, report.sentence).toBeGreaterThan(0);
  for (const { smallest, shrinkingRuns, fileProblem } of telling) {
    expect(smallest.length).toBeLessThanOrEqual(2);
    expect(shrinkingRuns).toBeLessThanOrEqual(100);
    expect(fileProblem).toBeUndefined();
  }
  // Not of each claim alone, but of all that the twin was made to break, something was seen.
  expect(telling.flatMap((finding) => finding.claims)).toContain(claims[0]);
}

/** What fails by itself is not taken for a survivor. */
export function expectUnexplored(report: ChaosCaseReport): void {
  expect(report.undisturbed.outcome).not.toBe('pass');
  expect(report.cells).toEqual([]);
  expect(report.sentence).toMatch(/^It fails without any fault/);
}
