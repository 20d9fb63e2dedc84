import fc from 'fast-check';
import { cellOutcomes, type ChaosCaseReport, type ChaosReport } from '../../src/domain/chaos.ts';
import type { FaultSite } from '../../src/domain/fault.ts';
import { anyCaseReport, hostileString } from './arbitrary-report.ts';
import { sampleChaosReport } from './chaos-report.ts';

const count = fc.nat({ max: 50_000 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const interval = fc.tuple(share, share);
const site = fc.constantFrom<FaultSite>('tcp', 'http', 'stream', 'model', 'tool', 'process', 'human', 'time');
const fault = fc.constantFrom('provider-error', 'process-killed', 'lost-tool-answer', '</td><script>', '__proto__');
const placeId = fc.constantFrom('request 1', 'call 1 of refund', 'before effect 1', 'after effect 1', 'nowhere', '"><b>');

const scheduleEntry = fc.record({
  fault,
  match: fc.record({ tool: hostileString, content: hostileString }, { requiredKeys: [] }),
  occurrence: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant('every' as const), fc.record({ first: fc.integer({ min: 1, max: 9 }) })),
  settings: fc.dictionary(hostileString, fc.oneof(hostileString, count, fc.boolean(), fc.array(hostileString, { maxLength: 2 })), { maxKeys: 2 }),
});
const schedule = fc.array(scheduleEntry, { maxLength: 2 });

const mark = fc.record(
  {
    fromMs: count,
    toMs: count,
    event: fc.integer({ min: 1, max: 6 }),
    endEvent: fc.integer({ min: 6, max: 9 }),
    kind: fc.constantFrom('request', 'fault', 'gap', 'breaker', 'effect', 'person', 'call', 'report', 'end'),
    text: hostileString,
    tone: fc.constantFrom('plain', 'good', 'bad', 'fault'),
  },
  { requiredKeys: ['fromMs', 'toMs', 'event', 'kind', 'text', 'tone'] },
);

const cell = fc.record(
  {
    id: hostileString,
    places: fc.array(placeId, { minLength: 1, maxLength: 2 }),
    faults: fc.array(fault, { minLength: 1, maxLength: 2 }),
    variant: hostileString,
    schedule,
    outcome: fc.constantFrom(...cellOutcomes),
    broken: fc.array(hostileString, { maxLength: 2 }),
    sentence: hostileString,
    finding: fc.nat({ max: 2 }),
    repeats: fc.record({ judged: count, held: count }),
    recoveryMs: count,
    extra: fc.record(
      { modelCalls: fc.integer(), toolCalls: fc.integer(), tokens: fc.integer(), usd: fc.double({ min: -5, max: 5, noNaN: true }) },
      { requiredKeys: ['modelCalls', 'toolCalls', 'tokens'] },
    ),
  },
  { requiredKeys: ['id', 'places', 'faults', 'variant', 'schedule', 'outcome', 'broken', 'sentence', 'extra'] },
);

const finding = fc
  .record(
    {
      sentence: hostileString,
      found: schedule,
      smallest: schedule,
      words: hostileString,
      shrinkingRuns: count,
      file: hostileString,
      fileProblem: hostileString,
      command: hostileString,
      report: anyCaseReport,
      lanes: fc.array(fc.record({ name: hostileString, marks: fc.array(mark, { maxLength: 4 }) }), { maxLength: 3 }),
    },
    { requiredKeys: ['sentence', 'found', 'smallest', 'words', 'shrinkingRuns', 'command', 'report', 'lanes'] },
  )
  .chain((one) =>
    fc.tuple(fc.subarray(one.report.verdicts.map(({ claim }) => claim)), fc.array(hostileString, { maxLength: 1 })).map(([claims, others]) => ({
      ...one,
      claims: [...claims, ...others],
      cells: ['0'],
      report: { ...one.report, timeline: one.report.timeline.map((row, index) => ({ ...row, seq: index + 1 })) },
    })),
  );

const place = fc.record(
  {
    id: placeId,
    kind: fc.constantFrom('request', 'tool', 'person', 'moment'),
    label: hostileString,
    when: fc.constantFrom('before', 'after'),
    event: fc.integer({ min: 1, max: 3 }),
  },
  { requiredKeys: ['id', 'kind', 'label'] },
);

const rate = fc.record(
  {
    fault,
    site,
    judged: count,
    held: count,
    degraded: count,
    failed: count,
    diverged: count,
    invalid: count,
    interval,
    recoveryMs: count,
    extraModelCalls: fc.double({ min: -9, max: 9, noNaN: true }),
    extraUsd: fc.double({ min: -9, max: 9, noNaN: true }),
  },
  { requiredKeys: ['fault', 'site', 'judged', 'held', 'degraded', 'failed', 'diverged', 'invalid', 'interval', 'extraModelCalls'] },
);

const chaosCase: fc.Arbitrary<ChaosCaseReport> = fc
  .record({
    id: hostileString,
    scenario: hostileString,
    name: hostileString,
    sentence: hostileString,
    undisturbed: anyCaseReport,
    places: fc.uniqueArray(place, { selector: ({ id }) => id, maxLength: 5 }),
    cells: fc.array(cell, { maxLength: 6 }),
    findings: fc.array(finding, { maxLength: 2 }),
    rates: fc.array(rate, { maxLength: 2 }),
    reliability: fc.array(fc.record({ k: fc.integer({ min: 1, max: 20 }), value: share, interval }), { maxLength: 2 }),
    coverage: fc.record({ possible: count, exercised: count }),
    notExercised: fc.array(fc.record({ what: hostileString, why: hostileString }), { maxLength: 2 }),
    notes: fc.array(hostileString, { maxLength: 2 }),
  })
  .map((one) => ({ ...one, cells: one.cells.map((each, index) => ({ ...each, id: `${index} ${each.id}` })) }));

/** Any exploration, with hostile words in every place that can hold words, links that lead nowhere, and events that are not there. */
export const anyChaosReport: fc.Arbitrary<ChaosReport> = fc
  .record({
    cases: fc.array(chaosCase, { maxLength: 2 }),
    sentence: hostileString,
    command: hostileString,
    kinds: fc.array(fc.record({ name: fault, site, summary: hostileString }), { maxLength: 3 }),
    stopped: fc.constantFrom('finished' as const, 'minutes' as const, 'runs' as const, 'interrupted' as const),
  })
  .map(({ cases, sentence, ...changes }) => sampleChaosReport(cases, { ...changes, sentence: `Verdict. ${sentence}` }));
