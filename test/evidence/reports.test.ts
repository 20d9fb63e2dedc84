// Goal: lines of JSON become reports whatever the pieces they come in; torn, unknown and misshapen ones are said, and never counted.
// Method: every cut of a text; a real file that another process's writes would make; fast-check for the cuts.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EvidenceEventBody } from '../../src/domain/agent-report.ts';
import { openEvidenceFile } from '../../src/evidence/index.ts';
import { createReportReader } from '../../src/evidence/read-reports.ts';
import { tempFolder } from '../support/temp-folder.ts';

const lines = [
  '{"type":"state","from":"INIT","to":"PLANNING"}',
  '',
  '{"type":"queued","item":"größe €"}\r',
  '{"type":"checkpoint","name":"before the long one","extra":1}',
].join('\n');

const whole = ((): readonly EvidenceEventBody[] => {
  const reader = createReportReader('file');
  return [...reader.read(lines), ...reader.end()];
})();

test('each line is a report', () => {
  expect(whole.map((event) => (event.kind === 'agent-reported' ? event.report : event))).toEqual([
    { type: 'state', from: 'INIT', to: 'PLANNING' },
    { type: 'queued', item: 'größe €' },
    { type: 'checkpoint', name: 'before the long one', extra: 1 },
  ]);
});

test('cut anywhere, they read the same', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(lines.length), { maxLength: 6 }), (cuts) => {
      const reader = createReportReader('file');
      const borders = [0, ...cuts.toSorted((a, b) => a - b), lines.length];
      const events = borders.slice(1).flatMap((to, index) => reader.read(lines.slice(borders[index], to)));
      expect([...events, ...reader.end()]).toEqual(whole);
    }),
    { seed: 1 },
  );
});

test.each([
  ['a torn line', '{"type":"state","to":"PLA', /No JSON \(torn\?\)/],
  ['a type that does not exist', '{"type":"stat","to":"X"}', /no report of type "stat". Did you mean `state`/],
  ['no type', '{"to":"X"}', /must have required property 'type'/],
  ['no object', '17', /must be object/],
  ['a member missing', '{"type":"step","request_id":"r"}', /of type step is not as it must be/],
  ['a member of another type', '{"type":"decision","decision":"yes","confidence":"high"}', /confidence must be number/],
])('%s is said, and the next line still counts', (_, line, message) => {
  const reader = createReportReader('http');
  const events = reader.read(`${line}\n{"type":"checkpoint","name":"n"}\n`);
  expect(events.map(({ kind }) => kind)).toEqual(['evidence-rejected', 'agent-reported']);
  expect(events[0]).toMatchObject({ text: expect.stringMatching(message) as string, via: 'http' });
});

test('a line without end does not fill the memory, and is said once', () => {
  const reader = createReportReader('file');
  const events = Array.from({ length: 40 }, () => reader.read('x'.repeat(256 * 1024))).flat();
  events.push(...reader.read('\n{"type":"checkpoint","name":"n"}\n'));
  expect(events.map(({ kind }) => kind)).toEqual(['evidence-rejected', 'agent-reported']);
});

test('a file is read as it grows, a character that is half written included; what is torn at the end is said', () => {
  const path = join(tempFolder(), 'evidence.jsonl');
  const events: EvidenceEventBody[] = [];
  const file = openEvidenceFile(path, (event) => events.push(event));
  const bytes = Buffer.from('{"type":"queued","item":"€"}\n{"type":"check');
  appendFileSync(path, bytes.subarray(0, 27));
  file.poll();
  expect(events).toEqual([]);
  appendFileSync(path, bytes.subarray(27));
  file.poll();
  expect(events).toEqual([{ kind: 'agent-reported', via: 'file', report: { type: 'queued', item: '€' } }]);
  file.close();
  expect(events.map(({ kind }) => kind)).toEqual(['agent-reported', 'evidence-rejected']);
});
