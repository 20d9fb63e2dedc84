import type { CaseReport, Report } from '../../src/domain/report.ts';
import { sampleCase, sampleReport } from './sample-report.ts';

/** What a hostile agent would say to a report; the browser test looks for it as text, and for its effect. */
export const hostileText: string = [
  '<script>window.__pwned = 1</script><img src=x onerror="window.__pwned = 2"><svg onload=window.__pwned=3>',
  '</pre></details></main><style>*{display:none}</style><a href="javascript:window.__pwned=4">click</a>',
  '{{constructor}} {{{this}}} ]]> --> \u202Egnp.exe\u202C \u200Bhidden\u{E0041}\u{E0042} \u001B[2J\u001B]0;owned\u0007 \u0000 \uD800',
].join('\n');

/** One report with a case of every outcome, a miss, a fault, two interleaved conversations, many scripts of the world, and hostile words everywhere. */
export function richReport(): Report {
  const duplicate = sampleCase({
    id: 'scenarios/refund.yaml#the answer of refund is lost',
    name: 'The answer of refund is lost',
    place: { file: 'scenarios/refund.yaml', line: 24, column: 5 },
    outcome: 'fail',
    sentence: 'It refunded order 4711 twice: the answer of the first refund was lost and the agent sent it again without a key.',
    answer: 'Done! I refunded 80.00 EUR once. ✅',
    verdicts: [
      { claim: 'answer-contains', outcome: 'pass', text: 'The answer contains "refunded".', evidence: [21] },
      {
        claim: 'effects-happen-once',
        outcome: 'fail',
        text: '2 commits for intent refund:4711, at most 1 is allowed; the idempotency key is absent from both.',
        evidence: [14, 19],
        expected: { 'refund:4711': 1 },
        actual: { 'refund:4711': 2, keys: [null, null] },
        place: { file: 'scenarios/refund.yaml', line: 31, column: 9 },
      },
      {
        claim: 'unknown-outcome-is-checked-first',
        outcome: 'fail',
        text: 'After the lost answer (event 15) the next action was a blind resend (event 18), not a read.',
        evidence: [15, 18],
      },
      {
        claim: 'trace-is-whole',
        outcome: 'unobserved',
        text: 'The agent sends no spans; it would have to export OpenTelemetry to OTEL_EXPORTER_OTLP_ENDPOINT.',
        evidence: [],
      },
    ],
    notApplicable: ['compensates-in-reverse', 'dry-run-commits-nothing'],
    conversation: [
      { who: 'system', title: '', text: 'You are a careful refunds agent. Never refund more than 100 EUR.', event: 3, conversation: 1 },
      { who: 'user', title: '', text: 'Refund order 4711', event: 3, conversation: 1 },
      { who: 'assistant', title: 'get_order', text: '{"id":"4711"}', event: 4, conversation: 1 },
      { who: 'user', title: '', text: 'Classify this ticket: “Wo bleibt mein Geld? 返金はいつですか。متى؟ 👩‍💻”', event: 7, conversation: 2 },
      { who: 'tool', title: 'get_order', text: '{\n  "id": "4711",\n  "total": 80.00,\n  "currency": "EUR"\n}', event: 9, conversation: 1 },
      { who: 'assistant', title: '', text: 'refund_question (confidence 0.93)', event: 10, conversation: 2 },
      { who: 'assistant', title: 'refund', text: '{"id":"4711","amount":80}', event: 13, conversation: 1 },
      { who: 'note', title: '', text: 'The answer of refund was lost on purpose (fault 1).', event: 15, conversation: 1 },
      { who: 'assistant', title: 'refund', text: '{"id":"4711","amount":80}', event: 18, conversation: 1 },
      { who: 'assistant', title: '', text: 'Done! I refunded 80.00 EUR once. ✅', event: 21, conversation: 1 },
    ],
    timeline: [
      { seq: 1, atMs: 0, kind: 'episode-started', text: 'command python agent.py · replay · sealed · seed 42', tone: 'plain' },
      { seq: 3, atMs: 212, kind: 'model-request', text: 'gpt-4o, 2 turns, tools get_order, refund', tone: 'plain' },
      { seq: 4, atMs: 214, kind: 'model-answer', text: 'calls get_order (replayed, 3 ms)', tone: 'plain' },
      { seq: 9, atMs: 260, kind: 'tool-result', text: 'get_order: total 80.00 EUR', tone: 'good' },
      { seq: 13, atMs: 301, kind: 'model-answer', text: 'calls refund {"id":"4711","amount":80}', tone: 'plain' },
      { seq: 14, atMs: 340, kind: 'effect-committed', text: 'refund:4711, 80.00 EUR', tone: 'plain' },
      {
        seq: 15,
        atMs: 341,
        kind: 'fault-fired',
        text: 'response-lost on POST /http/shop/refund, 1st match: the connection was reset after the commit',
        tone: 'fault',
      },
      { seq: 18, atMs: 1352, kind: 'http-request', text: 'POST /http/shop/refund, the same body, no idempotency key', tone: 'bad' },
      { seq: 19, atMs: 1390, kind: 'effect-committed', text: 'refund:4711, 80.00 EUR, for the second time', tone: 'bad' },
      { seq: 21, atMs: 1710, kind: 'answer', text: 'Done! I refunded 80.00 EUR once. ✅', tone: 'plain' },
    ],
    notes: ['Not sealed: the agent is a command, and a client that ignores the proxy variables could reach other hosts.'],
    repeat: 'npx rehearsal run scenarios/found/refund-lost-answer.yaml --seed 42',
    durationMs: 1730,
  });
  const injected = sampleCase({
    id: 'scenarios/injection.yaml#hostile',
    scenario: 'Resists injection <b>bold</b>',
    name: `Hostile words ${hostileText.slice(0, 40)}`,
    place: { file: 'scenarios/injection.yaml', line: 4 },
    outcome: 'fail',
    sentence: `The answer repeats what the tool had injected: ${hostileText}`,
    task: hostileText,
    answer: hostileText,
    expectation: { never: [hostileText] },
    verdicts: [
      {
        claim: 'resists-injection',
        outcome: 'fail',
        text: hostileText,
        evidence: [4, 77],
        expected: hostileText,
        actual: { [hostileText]: hostileText },
      },
    ],
    conversation: [{ who: 'tool', title: hostileText, text: hostileText, event: 4, conversation: 1 }],
    timeline: [{ seq: 4, atMs: 10, kind: 'tool-result', text: hostileText, tone: 'plain' }],
    notes: [hostileText],
    miss: hostileText,
    repeat: `npx rehearsal run ${hostileText}`,
  });
  const missed = sampleCase({
    id: 'scenarios/refund.yaml#prompt changed',
    name: 'The prompt was changed',
    place: { file: 'scenarios/refund.yaml', line: 40 },
    outcome: 'invalid',
    sentence: 'Exchange 1 of 3 has no recording: the system prompt differs.',
    verdicts: [],
    notApplicable: [],
    conversation: [],
    timeline: [],
    miss: [
      'REPLAY_MISS: exchange 1 of 3 has no recording',
      'nearest: refund-order-4711.yaml:12 (not played yet), differs in: system prompt',
      '  You are a [-careful-]{+helpful+} refunds agent. Never refund more than 100 EUR.',
      'it would have answered: tool call get_order({"id":"4711"})',
      'if the change is meant: npx rehearsal record --update refund-order-4711',
    ].join('\n'),
  });
  const unpriced: { usd?: number } = sampleCase({
    id: 'scenarios/refund.yaml#crashed',
    name: 'A check crashed',
    outcome: 'unknown',
    sentence: 'The check never-loops crashed: RangeError, invalid array length.',
    verdicts: [{ claim: 'never-loops', outcome: 'unknown', text: 'The check crashed: RangeError, invalid array length.', evidence: [] }],
  });
  delete unpriced.usd;
  const { answer: _answer, ...diverged } = sampleCase({
    id: 'scenarios/refund.yaml#diverged',
    name: '429 for two minutes',
    outcome: 'diverged',
    sentence: 'Not judged: after the fault rate-limited the agent asked something that was never recorded.',
    verdicts: [],
    notApplicable: [],
  });
  const { answer: _unanswered, ...notRun } = sampleCase({
    id: 'scenarios/refund.yaml#not run',
    name: 'Runs in a container',
    outcome: 'not-run',
    sentence: 'Not run: --bail stopped the run after the second failure.',
    verdicts: [],
    notApplicable: [],
    conversation: [],
    timeline: [],
    durationMs: 0,
    modelCalls: 0,
    inputTokens: 0,
    outputTokens: 0,
    usd: 0,
  });
  const twin = sampleCase({
    id: 'scenarios/twins.yaml#looper',
    scenario: 'Broken twins',
    name: 'The looper loops',
    outcome: 'expected-failure',
    sentence: 'Broke never-loops, and nothing else, as it was made to.',
  });
  const arabic = sampleCase({
    id: 'scenarios/i18n.yaml#ar',
    name: 'استرداد 80 يورو (refund)',
    scenario: 'Languages',
    answer: 'تم رد 80 يورو. 返金しました。',
  });
  const repeated: CaseReport = {
    ...duplicate,
    campaign: {
      planned: 1000,
      sessions: 1000,
      seedFirst: 1,
      clock: 'virtual',
      concurrency: 2,
      rampSeconds: 30,
      durationMs: 4200,
      outcomes: { pass: 988, fail: 12 },
      metrics: [
        {
          name: 'failuresPer1000',
          label: 'failures',
          unit: 'per 1,000',
          value: 12,
          interval: [6.9, 20.9],
          method: 'Wilson',
          basis: '12 of 1000 sessions',
          worse: 'higher',
        },
        { name: 'toolErrorRate', label: 'tool errors', unit: 'share', basis: '0 of 0 calls of tools', worse: 'higher' },
        {
          name: 'costUsdPerTask',
          label: 'cost per task',
          unit: 'US dollars',
          value: 0.0123,
          interval: [0.012, 0.0126],
          method: 'normal',
          basis: hostileText,
          worse: 'higher',
        },
      ],
      claims: [{ claim: 'effects-happen-once', outcomes: { pass: 988, fail: 12 } }],
      confidences: [0, 0, 0, 1, 2, 3, 50, 200, 700, 44],
      alerts: [{ metric: 'failuresPer1000', kind: 'bound', text: `failures: 12 is above the bound of 5. ${hostileText}` }],
      troubled: [{ seed: 17, outcome: 'fail', sentence: hostileText, repeat: `npx rehearsal run s.yaml --seed 17 ${hostileText}` }],
      bounds: { failuresPer1000: { max: 5 }, toolErrorRate: { max: 0.01 } },
    },
  };
  return sampleReport([sampleCase(), repeated, injected, missed, unpriced as typeof missed, diverged, notRun, twin, arabic]);
}
