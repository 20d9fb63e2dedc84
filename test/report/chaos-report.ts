import type { CellOutcome, ChaosCaseReport, ChaosCell, ChaosFinding, ChaosKind, ChaosPlace, ChaosReport } from '../../src/domain/chaos.ts';
import type { Event, EventBody } from '../../src/domain/event.ts';
import type { FaultSchedule, FaultSite } from '../../src/domain/fault.ts';
import type { CaseReport } from '../../src/domain/report.ts';
import { lanesOf } from '../../src/run/lanes.ts';
import { timelineRows } from '../../src/run/timeline-rows.ts';
import { hostileText } from './rich-report.ts';
import { sampleCase } from './sample-report.ts';

/** Kinds of faults, as an explorer would list them. */
export const sampleKinds: readonly ChaosKind[] = [
  { name: 'provider-error', site: 'http', summary: 'The provider answers with an HTTP error in its own format.' },
  { name: 'stalled-answer', site: 'http', summary: 'The answer stalls: nothing at all arrives, or nothing more after some events or bytes.' },
  { name: 'stream-ends-early', site: 'stream', summary: 'A streamed answer stops after some events or bytes, without its terminal event.' },
  { name: 'empty-turn', site: 'model', summary: 'The model says nothing.' },
  { name: 'tool-error', site: 'tool', summary: 'The tool answers with an error and does nothing.' },
  {
    name: 'lost-tool-answer',
    site: 'tool',
    summary: 'The tool does its work, effects are committed, and the connection breaks before the answer.',
  },
  { name: 'person-silent', site: 'human', summary: 'Nobody replies.' },
  { name: 'process-killed', site: 'process', summary: 'The agent is ended at a moment of its work, and started again with the same state folder.' },
  { name: 'reset-peer', site: 'tcp', summary: 'The connection is reset.' },
];

/** A history: bodies with the milliseconds at which they happen. */
export function sampleHistory(...parts: readonly (readonly [atMs: number, body: EventBody])[]): readonly Event[] {
  return parts.map(([atMs, body], index) => ({ seq: index + 1, atMs, ...body }));
}

const request = (call: number, attempt = 1): EventBody => ({
  kind: 'model-request',
  call,
  conversation: 1,
  dialect: 'openai',
  operation: 'chat',
  model: 'gpt-4o',
  stream: true,
  attempt,
  turnCount: call + 1,
  newTurns: [],
});
const asksFor = (call: number, tool?: string): EventBody => ({
  kind: 'model-answer',
  call,
  origin: 'replayed',
  status: 200,
  blocks:
    tool === undefined
      ? [{ kind: 'text', text: 'I refunded 80 EUR.' }]
      : [{ kind: 'tool-call', id: `c${call}`, name: tool, arguments: { order_id: '4711' } }],
  complete: true,
});
const called = (toolCall: number, tool: string, attempt = 1): EventBody => ({
  kind: 'tool-called',
  toolCall,
  tool,
  arguments: { order_id: '4711', amount: 80 },
  operation: tool,
  attempt,
  via: 'http',
  touches: [],
});
const answered = (toolCall: number, tool: string, delivered = true): EventBody => ({
  kind: 'tool-answered',
  toolCall,
  tool,
  outcome: delivered ? 'ok' : 'unknown',
  result: { refund_id: `RF-${toolCall}` },
  delivered,
  latencyMs: 20,
});
const committed = (effect: number, toolCall: number): EventBody => ({
  kind: 'effect-committed',
  effect,
  toolCall,
  tool: 'refund',
  arguments: { order_id: '4711', amount: 80 },
  intent: 'refund:4711',
  changes: [{ path: '/orders/4711/refunded', before: 80 * (effect - 1), after: 80 * effect }],
  by: 'agent',
});
const started: EventBody = {
  kind: 'episode-started',
  scenario: 'Refunds',
  case: '80 EUR',
  agent: 'python agent.py',
  mode: 'replay',
  seed: 42,
  clock: 'virtual',
  seal: 'sealed',
};
const breaker = (state: 'closed' | 'open' | 'half-open'): EventBody => ({
  kind: 'agent-reported',
  via: 'http',
  report: { type: 'breaker', name: 'payments', state },
});

/** The answer of `refund` is lost, its breaker opens, and the agent refunds again without a key. */
export const doubleRefund: readonly Event[] = sampleHistory(
  [0, started],
  [2, { kind: 'task-given', index: 0, task: 'Refund order 4711' }],
  [12, request(1)],
  [320, asksFor(1, 'get_order')],
  [330, called(1, 'get_order')],
  [352, answered(1, 'get_order')],
  [360, request(2)],
  [700, asksFor(2, 'refund')],
  [705, { kind: 'agent-reported', via: 'http', report: { type: 'checkpoint', name: 'before the refund' } }],
  [710, called(2, 'refund')],
  [730, committed(1, 2)],
  [
    731,
    { kind: 'fault-fired', call: 0, toolCall: 2, fault: 0, name: 'lost-tool-answer', text: 'broke the connection after the tool had done its work' },
  ],
  [5731, answered(2, 'refund', false)],
  [5740, breaker('open')],
  [35_740, breaker('half-open')],
  [35_745, called(3, 'refund', 2)],
  [35_765, committed(2, 3)],
  [35_770, answered(3, 'refund')],
  [35_772, breaker('closed')],
  [35_780, request(3)],
  [35_990, { kind: 'human-asked', request: 1, ticket: { question: 'Is it well?' }, level: 'normal' }],
  [36_100, asksFor(3)],
  [96_000, { kind: 'human-replied', request: 1, reply: 'approve', by: 'Ada', ordinal: 1 }],
  [96_010, { kind: 'answer', index: 0, value: 'I refunded 80 EUR.' }],
  [96_012, { kind: 'episode-ended', how: 'finished' }],
);

/** The agent is killed after its effect, and its next run does everything again. */
const killedRefund: readonly Event[] = sampleHistory(
  [0, started],
  [2, { kind: 'task-given', index: 0, task: 'Refund order 4711' }],
  [12, request(1)],
  [320, asksFor(1, 'refund')],
  [330, called(1, 'refund')],
  [350, committed(1, 1)],
  [351, { kind: 'fault-fired', call: 0, fault: 0, name: 'process-killed', text: 'SIGKILL after the 1st effect of refund' }],
  [351, answered(1, 'refund', false)],
  [380, { kind: 'agent-restarted', run: 2, how: 'killed', text: 'after the 1st effect of refund' }],
  [400, { kind: 'task-given', index: 0, task: 'Refund order 4711' }],
  [410, request(2)],
  [700, asksFor(2, 'refund')],
  [710, called(2, 'refund')],
  [730, committed(2, 2)],
  [740, answered(2, 'refund')],
  [760, { kind: 'answer', index: 0, value: 'I refunded 80 EUR.' }],
  [761, { kind: 'agent-exited', exitCode: 0, signal: null }],
  [762, { kind: 'episode-ended', how: 'finished' }],
);

function reportOf(events: readonly Event[], changes: Partial<CaseReport> = {}): CaseReport {
  return sampleCase({ timeline: timelineRows(events), durationMs: events.at(-1)?.atMs ?? 0, ...changes });
}

const lostAnswer: FaultSchedule = [{ fault: 'lost-tool-answer', match: { tool: 'refund' }, occurrence: 1, settings: {} }];
const killed: FaultSchedule = [{ fault: 'process-killed', match: { after: 'effect-committed', tool: 'refund' }, occurrence: 1, settings: {} }];

function findings(): readonly ChaosFinding[] {
  return [
    {
      claims: ['effects-happen-once', 'unknown-outcome-is-checked-first'],
      sentence: 'It refunds twice when the answer of refund is lost.',
      found: [{ fault: 'provider-error', match: {}, occurrence: 3, settings: { status: 503 } }, ...lostAnswer],
      smallest: lostAnswer,
      words: 'the answer of refund is lost',
      shrinkingRuns: 14,
      file: 'scenarios/found/refund-lost-answer.yaml',
      command: 'npx rehearsal run scenarios/found/refund-lost-answer.yaml',
      cells: ['lost-tool-answer at call 1 of refund'],
      report: reportOf(doubleRefund, {
        outcome: 'fail',
        answer: 'I refunded 80 EUR.',
        verdicts: [
          {
            claim: 'effects-happen-once',
            outcome: 'fail',
            text: '2 commits for intent refund:4711, events 11 and 17; key absent.',
            evidence: [11, 17],
            expected: { 'refund:4711': 1 },
            actual: { 'refund:4711': 2 },
          },
          {
            claim: 'unknown-outcome-is-checked-first',
            outcome: 'fail',
            text: 'The answer of refund was lost (event 13). The next action was the same call again (event 16), not a look at what was done.',
            evidence: [13, 16],
          },
          { claim: 'retries-are-bounded', outcome: 'pass', text: '2 attempts of at most 5.', evidence: [10, 16] },
        ],
      }),
      lanes: lanesOf(doubleRefund),
    },
    {
      claims: ['resumes-after-a-crash'],
      sentence: 'It refunds twice when it is killed after the refund.',
      found: killed,
      smallest: killed,
      words: 'the process is killed after the 1st effect of refund',
      shrinkingRuns: 3,
      fileProblem: 'scenarios/found cannot be written: EACCES.',
      command: 'npx rehearsal chaos scenarios/refund.yaml --case "80 EUR" --faults process-killed --seed 42',
      cells: ['process-killed at after effect-committed of refund 1'],
      report: reportOf(killedRefund, {
        outcome: 'fail',
        verdicts: [
          {
            claim: 'resumes-after-a-crash',
            outcome: 'fail',
            text: 'Without the crash: 1 effect. With it: 2 (events 6 and 14).',
            evidence: [6, 14],
          },
        ],
      }),
      lanes: lanesOf(killedRefund),
    },
  ];
}

const moments = [
  'the 1st request to a model',
  'the 1st answer of a model',
  'the 1st call of refund',
  'the 1st effect of refund',
  'the 1st answer of refund',
  'the 1st answer to a task',
];

const samplePlaces: readonly ChaosPlace[] = [
  { id: 'request 1', kind: 'request', label: 'request 1, which asks for get_order', event: 3 },
  { id: 'call 1 of get_order', kind: 'tool', label: '1st call of get_order', event: 5 },
  { id: 'request 2', kind: 'request', label: 'request 2, which asks for refund', event: 7 },
  { id: 'call 1 of refund', kind: 'tool', label: '1st call of refund', event: 10 },
  { id: 'question 1', kind: 'person', label: '1st question to people', event: 12 },
  { id: 'request 3', kind: 'request', label: 'request 3, answered in words', event: 13 },
  ...moments.flatMap((label, index) =>
    (['before', 'after'] as const).map((when): ChaosPlace => ({ id: `${when} moment ${index}`, kind: 'moment', label, when, event: 3 + index })),
  ),
];

/** A cell of a report, with only what a test cares about spelled out. */
export function sampleCell(fault: string, place: string, outcome: CellOutcome, changes: Partial<ChaosCell> = {}): ChaosCell {
  return {
    id: `${fault}${changes.variant === undefined ? '' : ` (${changes.variant})`} at ${place}`,
    places: [place],
    faults: [fault],
    variant: '',
    schedule: [{ fault, match: {}, occurrence: 1, settings: {} }],
    outcome,
    broken: outcome === 'failed' || outcome === 'weakness' ? ['effects-happen-once'] : [],
    sentence: sentences[outcome],
    extra: { modelCalls: outcome === 'survived' ? 1 : 0, toolCalls: 0, tokens: 120, usd: 0.0004 },
    ...(outcome === 'survived' ? { recoveryMs: 1200 } : {}),
    ...changes,
  };
}

const sentences: Readonly<Record<CellOutcome, string>> = {
  failed: 'effects-happen-once: 2 commits for intent refund:4711, events 11 and 17; key absent.',
  invalid: 'The fault did not strike: no request matched.',
  unknown: 'The check never-loops crashed.',
  diverged: 'Not judged: the agent asked what was never recorded.',
  'not-run': 'Not run: the time was over.',
  weakness: 'acts-only-on-whole-answers: half an answer was taken for whole.',
  degraded: 'No claim is refuted, but the goal is not reached: there is no answer.',
  survived: 'Every claim holds, and the goal is reached.',
};

function refundCells(): readonly ChaosCell[] {
  const http = ['request 1', 'request 2', 'request 3'].flatMap((place, index) => [
    sampleCell('provider-error', place, 'survived', {
      variant: '429, Retry-After 2 s',
      schedule: [{ fault: 'provider-error', match: {}, occurrence: index + 1, settings: { status: 429, retryAfterSeconds: 2 } }],
    }),
    sampleCell('provider-error', place, index === 2 ? 'degraded' : 'survived', { variant: 'status 500', repeats: { judged: 5, held: 5 } }),
    sampleCell('stalled-answer', place, 'degraded', { variant: 'for ever' }),
    sampleCell('stream-ends-early', place, index === 2 ? 'weakness' : 'survived', { variant: 'after 3 events, reset' }),
    sampleCell('empty-turn', place, index === 0 ? 'diverged' : index === 1 ? 'invalid' : 'survived'),
  ]);
  const tool = ['call 1 of get_order', 'call 1 of refund'].flatMap((place) => [
    sampleCell('tool-error', place, 'survived', { variant: 'temporary_error OVERLOADED' }),
    sampleCell('tool-error', place, 'degraded', { variant: 'permanent_error' }),
    place === 'call 1 of refund'
      ? sampleCell('lost-tool-answer', place, 'failed', {
          finding: 0,
          schedule: lostAnswer,
          broken: ['effects-happen-once', 'unknown-outcome-is-checked-first'],
        })
      : sampleCell('lost-tool-answer', place, 'survived'),
  ]);
  const crashes = samplePlaces
    .filter(({ kind }) => kind === 'moment')
    .map(({ id, label, when }) =>
      label === 'the 1st effect of refund' && when === 'after'
        ? sampleCell('process-killed', id, 'failed', {
            id: 'process-killed at after effect-committed of refund 1',
            finding: 1,
            schedule: killed,
            broken: ['resumes-after-a-crash'],
          })
        : sampleCell('process-killed', id, label === 'the 1st answer to a task' && when === 'after' ? 'unknown' : 'survived'),
    );
  const pair = sampleCell('provider-error', 'request 3', 'failed', {
    id: 'provider-error (503) at request 3 and lost-tool-answer at call 1 of refund',
    faults: ['provider-error', 'lost-tool-answer'],
    places: ['request 3', 'call 1 of refund'],
    finding: 0,
    schedule: findings()[0]!.found,
  });
  return [...http, ...tool, sampleCell('person-silent', 'question 1', 'not-run'), ...crashes, pair];
}

/** Wilson's interval, so that the pictures of a sample are those of real figures. */
function wilson(held: number, judged: number): readonly [number, number] {
  if (judged === 0) return [0, 1];
  const z = 1.96;
  const share = held / judged;
  const middle = share + (z * z) / (2 * judged);
  const spread = z * Math.sqrt((share * (1 - share)) / judged + (z * z) / (4 * judged * judged));
  return [(middle - spread) / (1 + (z * z) / judged), (middle + spread) / (1 + (z * z) / judged)];
}

/** One explored case, its rates and counts as its cells have them. */
export function sampleChaosCase(cells: readonly ChaosCell[], changes: Partial<ChaosCaseReport> = {}): ChaosCaseReport {
  const faults = [...new Set(cells.flatMap((cell) => (cell.faults.length === 1 ? cell.faults : [])))];
  return {
    id: 'scenarios/refund.yaml#80 EUR is refunded once',
    scenario: 'Refunds',
    name: '80 EUR is refunded once',
    sentence: 'Survives 17 of 21 single faults and 10 of 11 crash points. It refunds twice when the answer of refund is lost.',
    undisturbed: reportOf(
      doubleRefund.filter(({ kind }) => kind !== 'fault-fired'),
      { sentence: 'Every claim held.', place: { file: 'scenarios/refund.yaml', line: 12 } },
    ),
    places: samplePlaces,
    cells,
    findings: [],
    rates: faults.map((fault) => {
      const of = (...outcomes: readonly CellOutcome[]): number =>
        cells.filter((cell) => cell.faults.length === 1 && cell.faults[0] === fault && outcomes.includes(cell.outcome)).length;
      const judged = of('failed', 'weakness', 'degraded', 'survived');
      const held = of('degraded', 'survived');
      return {
        fault,
        site: siteOf(fault),
        judged,
        held,
        degraded: of('degraded'),
        failed: of('failed', 'weakness'),
        diverged: of('diverged'),
        invalid: of('invalid', 'unknown'),
        interval: wilson(held, judged),
        ...(held > 0 ? { recoveryMs: 1200 } : {}),
        extraModelCalls: 1,
        extraUsd: 0.0004,
      };
    }),
    reliability: [
      { k: 1, value: 0.96, interval: [0.88, 0.99] },
      { k: 3, value: 0.885, interval: [0.68, 0.97] },
      { k: 10, value: 0.66, interval: [0.28, 0.9] },
    ],
    coverage: { possible: 40, exercised: cells.length },
    notes: [],
    notExercised: [
      { what: 'reset peer and 8 more faults of the network', why: 'A function agent has no socket.' },
      { what: 'person silent at the 1st question', why: 'The time was over.' },
    ],
    ...changes,
  };
}

function siteOf(fault: string): FaultSite {
  return sampleKinds.find(({ name }) => name === fault)?.site ?? 'http';
}

/** A whole report of these cases; its counts and its exit code follow from them. */
export function sampleChaosReport(cases: readonly ChaosCaseReport[], changes: Partial<ChaosReport> = {}): ChaosReport {
  const cells = cases.flatMap((one) => one.cells);
  const count = (outcome: CellOutcome): number => cells.filter((cell) => cell.outcome === outcome).length;
  const counts = {
    planned: cells.length,
    survived: count('survived'),
    degraded: count('degraded'),
    weakness: count('weakness'),
    failed: count('failed'),
    diverged: count('diverged'),
    invalid: count('invalid'),
    unknown: count('unknown'),
    notRun: count('not-run'),
  };
  return {
    format: 'rehearsal/chaos/1',
    rehearsalVersion: '0.1.0',
    command: 'rehearsal chaos scenarios/refund.yaml --minutes 5 --seed 42',
    seed: 42,
    exitCode: counts.failed > 0 ? 1 : counts.invalid + counts.unknown > 0 ? 3 : 0,
    sentence: 'Survives 61 of 66 single faults and 17 of 18 crash points. It refunds twice when the answer of refund is lost.',
    counts,
    stopped: 'minutes',
    durationMs: 298_000,
    kinds: sampleKinds,
    cases,
    ...changes,
  };
}

/** A report with every outcome, two ways to break, a survival map, a case that survives everything. */
export function richChaosReport(): ChaosReport {
  const calm = ['request 1', 'request 2'].flatMap((place) => [
    sampleCell('provider-error', place, 'survived', { variant: 'status 500' }),
    sampleCell('stream-ends-early', place, 'survived', { variant: 'after 3 events, reset' }),
  ]);
  return sampleChaosReport([
    sampleChaosCase(refundCells(), { findings: findings() }),
    sampleChaosCase(calm, {
      id: 'scenarios/refund.yaml#a question is only answered',
      name: 'A question is only answered',
      sentence: 'Survives all 4 single faults.',
      notExercised: [],
      reliability: [],
      coverage: { possible: 4, exercised: 4 },
    }),
  ]);
}

/** One case with so many experiments, a twentieth of which fail, and twenty ways to break. */
export function largeChaosReport(cellCount: number): ChaosReport {
  const kinds: readonly ChaosKind[] = Array.from({ length: 40 }, (_, index) => ({
    name: `fault-number-${index}`,
    site: index < 34 ? 'http' : 'process',
    summary: 'Something that may go wrong between an agent and its provider.',
  }));
  const requests = Array.from({ length: 100 }, (_, index): ChaosPlace => ({
    id: `request ${index + 1}`,
    kind: 'request',
    label: `request ${index + 1}, which asks for refund`,
  }));
  const moments = Array.from({ length: 100 }, (_, index): ChaosPlace => ({
    id: `moment ${index}`,
    kind: 'moment',
    label: `the ${Math.floor(index / 2) + 1}th effect of refund`,
    when: index % 2 === 0 ? 'before' : 'after',
    event: Math.floor(index / 2) + 1,
  }));
  const [first, second] = findings();
  const ways = Array.from({ length: 20 }, (_, index) => ({
    ...(index % 2 === 0 ? first! : second!),
    sentence: `It breaks in its way number ${index + 1}.`,
    cells: [] as string[],
  }));
  const cells = Array.from({ length: cellCount }, (_, index): ChaosCell => {
    const kind = kinds[index % kinds.length]!;
    const place = (kind.site === 'process' ? moments : requests)[Math.floor(index / kinds.length) % 100]!;
    const isBroken = index % 20 === 7;
    const cell = sampleCell(kind.name, place.id, isBroken ? 'failed' : index % 9 === 0 ? 'degraded' : 'survived', {
      id: `${kind.name} (variant ${Math.floor(index / 4000)}) at ${place.id}`,
      variant: `variant ${Math.floor(index / 4000)}, after ${index} ms`,
      schedule: [{ fault: kind.name, match: {}, occurrence: Math.floor(index / kinds.length) + 1, settings: { afterMs: index } }],
      ...(isBroken ? { finding: Math.floor(index / 20) % ways.length } : {}),
    });
    if (isBroken) ways[Math.floor(index / 20) % ways.length]!.cells.push(cell.id);
    return cell;
  });
  return sampleChaosReport([sampleChaosCase(cells, { places: [...requests, ...moments], findings: ways })], { kinds });
}

/** Hostile words in every place that can hold words, ten thousand characters of them, and so many experiments that some are packed. */
export function hostileChaosReport(times: number): ChaosReport {
  const long = `${hostileText} ${'unbroken'.repeat(1250)}`;
  const [finding] = findings();
  const cells = Array.from({ length: times }, (_, index) =>
    sampleCell(hostileText, hostileText, 'failed', {
      id: `${index} ${hostileText}`,
      variant: long,
      sentence: long,
      broken: [hostileText],
      finding: 0,
      schedule: hostileSchedule,
    }),
  );
  const crashes = ['before', 'after'].map((when) => sampleCell('process-killed', when, 'failed', { id: `${when} ${hostileText}`, finding: 0 }));
  return sampleChaosReport(
    [
      sampleChaosCase([...cells, ...crashes], {
        scenario: hostileText,
        name: long,
        sentence: long,
        notes: [long],
        places: [
          { id: hostileText, kind: 'request', label: long },
          { id: 'before', kind: 'moment', when: 'before', label: long, event: 1 },
          { id: 'after', kind: 'moment', when: 'after', label: long, event: 1 },
        ],
        undisturbed: reportOf(doubleRefund, { place: { file: hostileText, line: 1 }, task: long, answer: long }),
        findings: [
          {
            ...finding!,
            claims: [hostileText, long],
            sentence: long,
            words: long,
            smallest: hostileSchedule,
            file: hostileText,
            fileProblem: long,
            command: `npx rehearsal run ${hostileText}`,
            cells: cells.map(({ id }) => id),
            lanes: finding!.lanes.map(({ marks }) => ({ name: long, marks: marks.map((mark) => ({ ...mark, text: long })) })),
            report: {
              ...finding!.report,
              task: long,
              answer: long,
              verdicts: [{ claim: hostileText, outcome: 'fail', text: long, evidence: [1, 17, 99], expected: long, actual: { [hostileText]: long } }],
            },
          },
        ],
        notExercised: [{ what: long, why: long }],
      }),
    ],
    { sentence: hostileText, command: long, kinds: [{ name: hostileText, site: 'http', summary: long }, sampleKinds[7]!] },
  );
}

const hostileSchedule: FaultSchedule = [
  { fault: hostileText, match: { tool: hostileText, content: hostileText }, occurrence: 2, settings: { [hostileText]: hostileText } },
];
