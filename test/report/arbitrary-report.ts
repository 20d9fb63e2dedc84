import fc from 'fast-check';
import { caseOutcomes, type CaseReport, type Report } from '../../src/domain/report.ts';
import { outcomes, type StatedVerdict } from '../../src/domain/verdict.ts';
import { sampleReport } from './sample-report.ts';

const attacks = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' autofocus onfocus='alert(1)",
  '</style></script></pre></details></textarea>',
  ']]>',
  '<!--',
  '&lt;b&gt; &#60;',
  '{{{style}}} {{> case}}',
  '[click](https://evil.example) ![x](//evil.example/x.png)',
  'https://evil.example www.evil.example @octocat a@b.example #12 GH-12 :tada:',
  '| cell | `code` ``` ~~~ **bold** _i_ $x$ \\',
  '\n```\n</details>@octocat <img>\n````\n',
  '\n::error file=x::owned',
  '%0A::stop-commands::x',
  '\r\n## heading\r\n',
  '\u001B[31m\u001B]0;title\u0007\u009B2J',
  '\u202Egnp.exe\u2066\u2069\u200F',
  '\u{E0041}\u{E0042}\u200B\uFEFF\uFE01',
  '\u0000\u0008\u000B\u007F\u0085\u2028\uFFFE\uFFFF',
  '\uD800',
  '\uDC00x',
  '[-old-]{+new+} [- {+',
  '👩‍💻 ❤️ می‌خواهم 返金',
  '__proto__ constructor toString',
];

/** Words of an agent that means harm: known attacks, any code points, and both run together. */
export const hostileString: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...attacks) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) }), {
    maxLength: 4,
  })
  .map((parts) => parts.join(''));

const json = fc.oneof(hostileString, fc.array(hostileString, { maxLength: 2 }), fc.dictionary(hostileString, hostileString, { maxKeys: 2 }));
const count = fc.nat({ max: 100_000 });
const place = fc.record(
  { file: hostileString, line: fc.integer({ min: 1, max: 999 }), column: fc.integer({ min: 1, max: 99 }) },
  { requiredKeys: ['file'] },
);
const verdict = fc.record(
  {
    claim: hostileString,
    outcome: fc.constantFrom(...outcomes.filter((outcome): outcome is StatedVerdict['outcome'] => outcome !== 'not-applicable')),
    text: hostileString,
    evidence: fc.array(fc.nat({ max: 4 }), { maxLength: 2 }),
    expected: json,
    actual: json,
    place,
  },
  { requiredKeys: ['claim', 'outcome', 'text', 'evidence'] },
);
const conversationRow = fc.record({
  who: fc.constantFrom('system', 'developer', 'user', 'assistant', 'tool', 'note'),
  title: hostileString,
  text: hostileString,
  event: fc.nat({ max: 4 }),
  conversation: fc.integer({ min: 1, max: 6 }),
});
const timelineRow = fc.record({
  seq: fc.nat(),
  atMs: count,
  kind: hostileString,
  text: hostileString,
  tone: fc.constantFrom('plain', 'good', 'bad', 'fault'),
});
const changeRow = fc.record({ path: hostileString, before: hostileString, after: hostileString }, { requiredKeys: ['path'] });
const effectRow = fc.record(
  {
    effect: fc.nat(),
    event: fc.nat({ max: 4 }),
    text: hostileString,
    by: fc.constantFrom('agent', 'person'),
    undoes: fc.nat(),
    undoneBy: fc.nat(),
    changes: fc.array(changeRow, { maxLength: 2 }),
  },
  { requiredKeys: ['effect', 'event', 'text', 'by', 'changes'] },
);
const world = fc.record({ effects: fc.array(effectRow, { maxLength: 2 }), changes: fc.array(changeRow, { maxLength: 2 }) });
export const anyCaseReport: fc.Arbitrary<CaseReport> = fc.record(
  {
    id: hostileString,
    scenario: hostileString,
    name: hostileString,
    place,
    outcome: fc.constantFrom(...caseOutcomes),
    sentence: hostileString,
    task: hostileString,
    answer: hostileString,
    expectation: json,
    verdicts: fc.array(verdict, { maxLength: 2 }),
    notApplicable: fc.array(hostileString, { maxLength: 2 }),
    conversation: fc.array(conversationRow, { maxLength: 2 }),
    timeline: fc.array(timelineRow, { maxLength: 2 }),
    world,
    notes: fc.array(hostileString, { maxLength: 2 }),
    miss: hostileString,
    looseMatches: hostileString,
    repeat: hostileString,
    durationMs: count,
    modelCalls: count,
    inputTokens: count,
    outputTokens: count,
    usd: fc.double({ min: 0, max: 50, noNaN: true }),
  },
  {
    requiredKeys: [
      ...([
        'id',
        'scenario',
        'name',
        'place',
        'outcome',
        'sentence',
        'task',
        'verdicts',
        'notApplicable',
        'conversation',
        'timeline',
        'notes',
        'repeat',
      ] as const),
      ...(['durationMs', 'modelCalls', 'inputTokens', 'outputTokens'] as const),
    ],
  },
);

/** Any report whose ids are unique, with hostile words in every place that can hold words. */
export const anyReport: fc.Arbitrary<Report> = fc
  .tuple(fc.array(anyCaseReport, { maxLength: 4 }), hostileString, hostileString)
  .map(([cases, sentence, command]) =>
    sampleReport(
      cases.map((one, index) => ({ ...one, id: `${index} ${one.id}`, timeline: one.timeline.map((row, at) => ({ ...row, seq: at + 1 })) })),
      { sentence: `Verdict. ${sentence}`, command },
    ),
  );
