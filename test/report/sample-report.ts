import type { CaseOutcome, CaseReport, Report, ReportCounts } from '../../src/domain/report.ts';

/** One passing case with everything at its plainest; tests override what they are about. */
export function sampleCase(changes: Partial<CaseReport> = {}): CaseReport {
  return {
    id: 'scenarios/refund.yaml#80 EUR is refunded once',
    scenario: 'Refund within the limit',
    name: '80 EUR is refunded once',
    place: { file: 'scenarios/refund.yaml', line: 9, column: 5 },
    outcome: 'pass',
    sentence: 'All 3 claims held.',
    task: 'Refund order 4711',
    answer: 'Order 4711 was refunded: 80.00 EUR.',
    expectation: { answer: { contains: 'refunded' }, tools: ['get_order', 'refund'] },
    verdicts: [
      { claim: 'answer-contains', outcome: 'pass', text: 'The answer contains "refunded".', evidence: [9] },
      { claim: 'never-loops', outcome: 'pass', text: '2 operations, none repeated; at most 3 are allowed.', evidence: [4, 7] },
    ],
    notApplicable: ['dry-run-commits-nothing'],
    conversation: [
      { who: 'system', title: '', text: 'You are a careful refunds agent. Never refund more than 100 EUR.', event: 3, conversation: 1 },
      { who: 'user', title: '', text: 'Refund order 4711', event: 3, conversation: 1 },
      { who: 'assistant', title: 'get_order', text: '{"id":"4711"}', event: 4, conversation: 1 },
      { who: 'tool', title: 'get_order', text: '{"id":"4711","total":80,"currency":"EUR"}', event: 5, conversation: 1 },
      { who: 'assistant', title: '', text: 'Order 4711 was refunded: 80.00 EUR.', event: 8, conversation: 1 },
    ],
    timeline: [
      { seq: 1, atMs: 0, kind: 'episode-started', text: 'command python agent.py, replay, sealed', tone: 'plain' },
      { seq: 3, atMs: 212, kind: 'model-request', text: 'gpt-4o, 2 turns', tone: 'plain' },
      { seq: 4, atMs: 214, kind: 'model-answer', text: 'calls get_order (replayed)', tone: 'good' },
      { seq: 9, atMs: 390, kind: 'answer', text: 'Order 4711 was refunded: 80.00 EUR.', tone: 'good' },
    ],
    notes: [],
    repeat: 'npx rehearsal run scenarios/refund.yaml --case "80 EUR is refunded once" --seed 42',
    durationMs: 412,
    modelCalls: 3,
    inputTokens: 1180,
    outputTokens: 96,
    usd: 0.0041,
    ...changes,
  };
}

/** A report of these cases, with the counts and the exit code that they lead to. */
export function sampleReport(cases: readonly CaseReport[], changes: Partial<Report> = {}): Report {
  const count = (outcome: CaseOutcome): number => cases.filter((one) => one.outcome === outcome).length;
  const counts: ReportCounts = {
    expected: cases.length,
    seen: cases.length,
    pass: count('pass'),
    fail: count('fail'),
    invalid: count('invalid'),
    unknown: count('unknown'),
    diverged: count('diverged'),
    notRun: count('not-run'),
    expectedFailure: count('expected-failure'),
    unobservedClaims: cases.flatMap((one) => one.verdicts).filter((verdict) => verdict.outcome === 'unobserved').length,
  };
  const exitCode = counts.fail > 0 ? 1 : counts.invalid + counts.unknown > 0 ? 3 : 0;
  return {
    format: 'rehearsal/report/3',
    rehearsalVersion: '0.1.0',
    command: 'rehearsal run scenarios --seed 42',
    seed: 42,
    exitCode,
    sentence: exitCode === 1 ? 'It refunds twice when the answer of refund is lost; 2 of 9 cases failed.' : `${cases.length} cases were judged.`,
    counts,
    claims: [...new Set(cases.flatMap(({ verdicts, notApplicable }) => [...verdicts.map(({ claim }) => claim), ...notApplicable]))],
    durationMs: 8412,
    cases,
    ...changes,
  };
}

/** `count` passing cases, no two of which are called the same. */
export function passingCases(count: number): readonly CaseReport[] {
  return Array.from({ length: count }, (_, index) =>
    sampleCase({ id: `scenarios/refund.yaml#case ${index}`, name: `Order ${4000 + index} is refunded once` }),
  );
}
