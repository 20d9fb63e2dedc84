/**
 * Goal: a file of decisions is taken row by row; what cannot be taken is named by row and reason, and never guessed at. Method: small files with one thing
 * wrong each, and a few large ones; what the ledger holds afterwards is read back.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { RehearsalFailure } from '../../src/domain/failure.ts';
import { importDecisions, type ImportOutcome } from '../../src/shadow/import/import-decisions.ts';
import { holdsEntries, importEntries } from '../../src/shadow/import/import-entries.ts';
import { inferMapping, writeMapping } from '../../src/shadow/import/infer-mapping.ts';
import { openRows } from '../../src/shadow/import/open-rows.ts';
import { dateReader } from '../../src/shadow/import/read-date.ts';
import { readMapping } from '../../src/shadow/import/read-mapping.ts';
import type { Ledger } from '../../src/shadow/ledger/ledger.ts';
import { openLedger } from '../../src/shadow/ledger/open-ledger.ts';
import { sampleDecisions } from '../../src/shadow/sample/sample-decisions.ts';
import { tempFolder } from '../support/temp-folder.ts';

const nowMs = Date.UTC(2026, 5, 1);

const mappingText = `mapping: 1
case: { id: id, amount: amount, couldBeCritical: critical, segments: { type: type }, fields: [note] }
labels: { approve: [approve, ok], reject: [reject, no] }
time: { zone: Europe/Berlin }
agents: { agent: { decision: agent, confidence: sure, decidedAt: at, fingerprint: { value: f1 } } }
people: [{ person: who, decision: human, decidedAt: at, blind: blind }]
truth: { decision: truth }
`;
const head = 'id,agent,sure,at,who,human,blind,truth,amount,critical,type,note';
const good = 'c1,ok,0.9,2026-03-01T10:00:00Z,ann,approve,yes,approve,70,no,lease,007';

interface Imported extends ImportOutcome {
  readonly ledger: Ledger;
  readonly rejectedFile: string;
}

async function imported(text: string, options: { readonly mapping?: string; readonly name?: string } = {}): Promise<Imported> {
  const folder = tempFolder();
  const file = join(folder, options.name ?? 'decisions.csv');
  writeFileSync(file, text);
  const ledger = await openLedger(join(folder, 'ledger.db'), { create: true });
  onTestFinished(() => ledger.close());
  const rejectedFile = join(folder, 'rejected.csv');
  const outcome = await importDecisions(file, { ledger, mapping: readMapping(options.mapping ?? mappingText, 'mapping.yaml'), rejectedFile, nowMs });
  return { ...outcome, ledger, rejectedFile };
}

test('a row becomes what it says of its case', async () => {
  const { ledger, added, rejected } = await imported(
    `\ufeff${head}\r\n${good}\r\n\r\nc2,,,,,,,,,,,\r\n"c ""3""","I do\nnot know",,2026-07-01 12:00,,,,,,,,\r\n`.replace('2026-07-01', '2026-04-01'),
  );
  expect([added, rejected]).toEqual([3, 0]);
  const cases = [...(await ledger.cases({ agent: 'agent' }))];
  expect(cases.map(({ caseId }) => caseId)).toEqual(['c1', 'c "3"', 'c2']);
  expect(cases[0]).toEqual({
    caseId: 'c1',
    decidedAtMs: Date.UTC(2026, 2, 1, 10),
    segments: { type: 'lease' },
    // A number that would lose its zeros is a text.
    fields: { note: '007' },
    amount: 70,
    couldBeCritical: false,
    agent: {
      kind: 'agent',
      caseId: 'c1',
      source: 'decisions.csv:2',
      agent: 'agent',
      decidedAtMs: Date.UTC(2026, 2, 1, 10),
      decision: 'approve',
      confidence: 0.9,
      fingerprint: 'f1',
    },
    agentBefore: [],
    others: {},
    people: [
      {
        kind: 'human',
        caseId: 'c1',
        source: 'decisions.csv:2',
        person: 'ann',
        decidedAtMs: Date.UTC(2026, 2, 1, 10),
        decision: 'approve',
        blind: true,
      },
    ],
    truth: { kind: 'truth', caseId: 'c1', source: 'decisions.csv:2', decision: 'approve' },
  });
  // Free text of the agent is no decision, and is kept; the row begins on the line of its first cell. Berlin is two hours ahead in April.
  expect(cases[1]!.agent).toMatchObject({ unmapped: 'I do\nnot know', source: 'decisions.csv:5', decidedAtMs: Date.UTC(2026, 3, 1, 10) });
  expect(cases[1]!.agent).not.toHaveProperty('decision');
  // Silence of the agent is kept as silence.
  expect(cases[2]!.agent).toEqual({ kind: 'agent', caseId: 'c2', source: 'decisions.csv:4', agent: 'agent', fingerprint: 'f1' });
});

test.each([
  ['no case id', ',ok,,,,,,,,,,', /names no case/],
  ['no case id', '"a\u0001b",ok,,,,,,,,,,', /cannot be read/],
  ['unknown label', 'c,ok,,,ann,maybe,,,,,,', /maybe is under none of the labels \(approve, reject\)/],
  ['unknown label', 'c,ok,,,,,,perhaps,,,,', /perhaps/],
  ['no person', 'c,ok,,,,approve,,,,,,', /nobody who made it/],
  ['not a date', 'c,ok,,yesterday,,,,,,,,', /yesterday is no date/],
  ['not a date', 'c,ok,,2026-02-30T10:00:00Z,,,,,,,,', /no date that exists/],
  ['not a date', 'c,ok,,03/04/2026,,,,,,,,', /no date as the mapping expects/],
  ['in the future', 'c,ok,,2026-06-02T00:00:00Z,,,,,,,,', /has not come yet/],
  ['not a number', 'c,ok,high,,,,,,,,,', /sure|confidence high is no number/],
  ['out of range', 'c,ok,93,,,,,,,,,', /not between 0 and 1/],
  ['out of range', 'c,ok,,,,,,,-5,,,', /not 0 or more/],
  ['not yes or no', 'c,ok,,,ann,approve,somewhat,,,,,', /neither yes nor no/],
  ['wrong number of cells', 'c,ok,,,,,,,,,,,,', /14 cells, the line of names 12/],
] as const)('%s: %s', async (reason, row, text) => {
  const { added, rejected, reasons, firstRejections, rejectedFile, ledger } = await imported(
    `${head}\n${good}\n${row}\n${good.replace('c1', 'c9')}\n`,
  );
  expect({ added, rejected, reasons }).toEqual({ added: 2, rejected: 1, reasons: { [reason]: 1 } });
  expect(firstRejections[0]).toMatchObject({ line: 3, reason });
  expect(firstRejections[0]!.text).toMatch(text);
  expect(readFileSync(rejectedFile, 'utf8').split('\r\n')[1]).toMatch(/^3,/);
  expect([...(await ledger.cases({ agent: 'agent' }))].map(({ caseId }) => caseId)).toEqual(['c1', 'c9']);
  expect((await ledger.imports())[0]).toMatchObject({ rejected: 1, reasons: { [reason]: 1 } });
});

test('without a time zone a date without an offset is no moment; with one beside it, each is read as it says', async () => {
  const rows = `${head}\nc1,ok,,2026-03-01 10:00,,,,,,,,\nc2,ok,,2026-03-01T10:00:00+05:30,,,,,,,,\n`;
  const { reasons, ledger } = await imported(rows, { mapping: mappingText.replace('time: { zone: Europe/Berlin }\n', '') });
  expect(reasons).toEqual({ 'no time zone': 1 });
  expect([...(await ledger.cases({ agent: 'agent' }))].map(({ decidedAtMs }) => decidedAtMs)).toEqual([Date.UTC(2026, 2, 1, 4, 30)]);
});

test('two truths for one case are told of, with their rows; a good file leaves no list', async () => {
  const { ledger, rejectedFile } = await imported(`${head}\nc1,ok,,,,,,approve,,,,\nc1,ok,,,,,,reject,,,,\n`);
  expect(await ledger.conflicts()).toEqual([
    { caseId: 'c1', speaker: 'truth', decisions: ['approve', 'reject'], sources: ['decisions.csv:2', 'decisions.csv:3'] },
  ]);
  expect(existsSync(rejectedFile)).toBe(false);
});

test('what an agent said is no formula in the list of rejections', async () => {
  const { rejectedFile } = await imported(`${head}\n"=HYPERLINK(""http://evil"")",ok,high,,,,,,,,,\n`);
  expect(readFileSync(rejectedFile, 'utf8').split('\r\n')[1]).toContain(`"'=HYPERLINK(""http://evil"")"`);
});

test.each([
  ['empty.csv', '', /is empty/],
  ['blank.csv', '\n \n', /white space|no line/],
  ['utf16.csv', Buffer.from(`\ufeff${head}\n`, 'utf16le'), /UTF-16/],
  ['sheet.xlsx', Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0]), /no text/],
  ['only-names.csv', `${head}\n`, /no row/],
  ['twice.csv', 'id,agent,agent\n1,2,3\n', /two columns named "agent"/],
  ['quote.csv', `${head}\n${good}\nc2,"ok"x,,,,,,,,,,\n${good}\n`, /Invalid Closing Quote/],
  ['open.csv', `${head}\n${good}\n"c2,ok\n${'x'.repeat(1_100_000)}\n`, /more than 1,000,000 characters/],
] as const)('%s is refused as a whole, in words', async (name, content, message) => {
  const folder = tempFolder();
  writeFileSync(join(folder, name), content);
  const ledger = await openLedger(join(folder, 'ledger.db'), { create: true });
  onTestFinished(() => ledger.close());
  const failure = importDecisions(join(folder, name), {
    ledger,
    mapping: readMapping(mappingText, 'm.yaml'),
    rejectedFile: join(folder, 'r.csv'),
    nowMs,
  });
  await expect(failure).rejects.toMatchObject({ code: 'DECISIONS_UNREADABLE' });
  await expect(failure).rejects.toThrow(message);
});

test('JSON lines by paths, with lines that are none', async () => {
  const lines = [
    '{"id":"j1","agent":{"decision":"ok","sure":0.5},"human":"no","n":7}',
    'not json',
    '[1]',
    '',
    '{"id":"j2","agent":{}}',
    `{"id":"j3","text":"${'y'.repeat(1_000_001)}"}`,
    '{"id":"__proto__","agent":{"decision":"ok"},"constructor":{"decision":"x"}}',
  ];
  const mapping = `mapping: 1
case: { id: id, fields: [n] }
labels: { approve: [ok], reject: [no] }
agents: { agent: { decision: agent.decision, confidence: agent.sure } }
people: [{ person: { value: ann }, decision: human }]
`;
  const { added, reasons, ledger, firstRejections } = await imported(lines.join('\n'), { mapping, name: 'decisions.jsonl' });
  expect({ added, reasons }).toEqual({ added: 3, reasons: { 'unreadable row': 3 } });
  expect(firstRejections.map(({ line }) => line)).toEqual([2, 3, 6]);
  const cases = [...(await ledger.cases({ agent: 'agent' }))];
  expect(cases.map(({ caseId, agent, fields }) => [caseId, agent?.decision, fields['n']])).toEqual([
    ['__proto__', 'approve', undefined],
    ['j1', 'approve', 7],
    ['j2', undefined, undefined],
  ]);
});

test('an exported ledger is imported without a mapping, and is the same ledger', async () => {
  const { ledger } = await imported(`${head}\n${good}\nc2,gibberish,,2026-03-02T10:00:00Z,bob,no,no,,,,loan,5\n`);
  const folder = tempFolder();
  const lines: string[] = [];
  for await (const batch of ledger.entries()) lines.push(...batch.flat().map((entry) => JSON.stringify(entry)));
  const file = join(folder, 'entries.jsonl');
  writeFileSync(
    file,
    [...lines, '{"kind":"human","caseId":"x"}', '{"kind":"agent","caseId":"y","decision":"a","decidedAtMs":99999999999999}'].join('\n'),
  );
  expect(await holdsEntries(file)).toBe(true);
  const copy = await openLedger(join(folder, 'copy.db'), { create: true });
  onTestFinished(() => copy.close());
  const { reasons } = await importEntries(file, { ledger: copy, rejectedFile: join(folder, 'r.csv'), nowMs });
  expect(reasons).toEqual({ 'unreadable row': 1, 'in the future': 1 });
  expect([...(await copy.cases({ agent: 'agent' }))]).toEqual([...(await ledger.cases({ agent: 'agent' }))]);
});

test.each([
  ['mapping: 2\ncase: { id: a }', /must be equal to constant|mapping/, 1],
  ['mapping: 1\ncase: { id: a, amonut: b }\ntruth: { decision: t }', /amonut/, 2],
  ['mapping: 1\ncase: { id: a }', /names no decision/, 1],
  ['mapping: 1\ncase: { id: a }\ntruth: { decision: t }\ntime: { zone: Mars/Olympus }', /no time zone "Mars\/Olympus"/, 4],
  ['mapping: 1\ncase: { id: a }\ntruth: { decision: t }\nlabels: { x: [yes], y: [yes] }', /means both `x` and `y`/, 4],
  ['mapping: 1\ncase: { id: [', /no valid YAML/, 2],
] as const)('a bad mapping is named by its place: %s', (text, message, line) => {
  let failure: unknown;
  try {
    readMapping(text, 'mapping.yaml');
  } catch (error) {
    failure = error;
  }
  expect(failure).toBeInstanceOf(RehearsalFailure);
  expect(failure).toMatchObject({ code: 'MAPPING_INVALID', place: { file: 'mapping.yaml', line } });
  expect((failure as Error).message).toMatch(message);
});

test('a column that is not there is an error of the mapping, with the one that is meant', async () => {
  const failure = imported(`${head.replace('human', 'humann')}\n${good}\n`);
  await expect(failure).rejects.toMatchObject({ code: 'MAPPING_INVALID', place: { file: 'mapping.yaml', line: 6 }, hint: 'Did you mean "humann"?' });
});

test('dates: every format, summer time, and what is none', () => {
  const berlin = dateReader('iso', 'Europe/Berlin');
  expect(berlin('2026-03-29 01:59')).toBe(Date.UTC(2026, 2, 29, 0, 59));
  expect(berlin('2026-03-29 03:00')).toBe(Date.UTC(2026, 2, 29, 1));
  // The hour that occurs twice is its first occurrence; the one that does not occur counts on from before.
  expect(berlin('2026-10-25 02:30')).toBe(Date.UTC(2026, 9, 25, 0, 30));
  expect(berlin('2026-03-29 02:30')).toBe(Date.UTC(2026, 2, 29, 1, 30));
  expect(berlin('2026-01-05')).toBe(Date.UTC(2026, 0, 4, 23));
  expect(berlin('2026-01-05T10:00:00.5-0800')).toBe(Date.UTC(2026, 0, 5, 18, 0, 0, 500));
  expect(dateReader('iso', 'Asia/Kathmandu')('2026-01-05 00:00')).toBe(Date.UTC(2026, 0, 4, 18, 15));
  expect(dateReader('day/month/year', 'UTC')('3/4/2026')).toBe(Date.UTC(2026, 3, 3));
  expect(dateReader('month/day/year', 'UTC')('3/4/2026 13:05')).toBe(Date.UTC(2026, 2, 4, 13, 5));
  expect(dateReader('day.month.year', 'UTC')('03.04.2026')).toBe(Date.UTC(2026, 3, 3));
  expect(dateReader('epoch-seconds', undefined)('1770000000')).toBe(1_770_000_000_000);
  expect(dateReader('epoch-milliseconds', undefined)('1770000000123')).toBe(1_770_000_000_123);
  for (const none of ['', '2026-13-01', '2026-02-29 10:00', '2026-01-01 25:00', '20260101', 'NaN', '2026-01-01T10:00:00ZZ'])
    expect(berlin(none)).toHaveProperty('problem');
  expect(dateReader('month/day/year', 'UTC')('13/4/2026')).toHaveProperty('problem');
  expect(dateReader('epoch-seconds', undefined)('1e9')).toHaveProperty('problem');
});

test('a mapping is guessed from names and values, says what it doubts, and can be read back', async () => {
  const folder = tempFolder();
  writeFileSync(
    join(folder, 'd.csv'),
    'ticket_id;model_decision;confidence;reviewer_1;reviewer_2;final_label;contract_type;amount;closed_at;free\n1;yes;0.5;no;no;no;lease;5;2026-01-01;abc 1\n2;maybe;0.5;no;yes;no;loan;5;2026-01-01;abc 2\n',
  );
  const guess = await inferMapping(await openRows(join(folder, 'd.csv'), undefined));
  expect(guess.mapping).toEqual({
    mapping: 1,
    case: { id: 'ticket_id', amount: 'amount', segments: { contract_type: 'contract_type' }, fields: ['free'] },
    agents: { agent: { decision: 'model_decision', confidence: 'confidence', decidedAt: 'closed_at' } },
    people: [
      { person: { value: 'reviewer_1' }, decision: 'reviewer_1', decidedAt: 'closed_at' },
      { person: { value: 'reviewer_2' }, decision: 'reviewer_2', decidedAt: 'closed_at' },
    ],
    truth: { decision: 'final_label' },
  });
  expect(guess.doubts.join(' ')).toMatch(/fingerprint.*INVALID.*blind.*INVALID.*maybe/s);
  expect(readMapping(writeMapping(guess), 'guess.yaml').mapping).toEqual(guess.mapping);
});

test('the guess for a made-up history finds its dates and its cheap rule', async () => {
  const file = join(tempFolder(), 'd.csv');
  writeFileSync(file, [...sampleDecisions('not-yet', 1)].join(''));
  const { mapping, doubts } = await inferMapping(await openRows(file, undefined));
  expect(mapping.people).toMatchObject([{ decidedAt: 'reviewed_at' }, { decidedAt: 'reviewed_at' }]);
  expect(mapping.agents).toMatchObject({
    agent: { decision: 'agent_decision', decidedAt: 'agent_decided_at' },
    cheap_rule: { decision: 'cheap_rule_decision' },
  });
  expect(mapping.case.segments).toEqual({ contract_type: 'contract_type', region: 'region' });
  expect(doubts.join()).not.toMatch(/date/);
});

test('two hundred thousand rows, every tenth of them bad, all counted', async () => {
  const rows = Array.from({ length: 200_000 }, (_, index) =>
    index % 10 === 9 ? `c${index},ok,high,,,,,,,,,` : `c${index},ok,,2026-03-01T10:00:00Z,ann,approve,yes,,,,,`,
  );
  const { added, rejected, rejectedFile } = await imported(`${head}\n${rows.join('\n')}\n`);
  expect({ added, rejected }).toEqual({ added: 180_000, rejected: 20_000 });
  expect(readFileSync(rejectedFile, 'utf8').split('\r\n')).toHaveLength(20_002);
});
