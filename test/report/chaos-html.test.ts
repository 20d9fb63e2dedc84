import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { ChaosReport } from '../../src/domain/chaos.ts';
import { chaosHtml } from '../../src/report/chaos/html.ts';
import { largeChaosReport, richChaosReport, sampleCell, sampleChaosCase, sampleChaosReport } from './chaos-report.ts';

// Goal: the page of an exploration says what a QA person needs. Method: rendered text of chosen reports.

const render = (report: ChaosReport): string => chaosHtml.render(report)[0]!.text;

test('the sentence, then how it breaks, then the matrix, then the cases', () => {
  const text = render(richChaosReport());
  const places = [
    '<h1>Survives 61 of 66',
    'How it breaks</h2>',
    'Faults and scenarios</h2>',
    '</span> 80 EUR is refunded once</h2>',
    '</span> A question is only answered</h2>',
  ];
  const found = places.map((part) => text.indexOf(part));
  expect(found).not.toContain(-1);
  expect(found).toEqual(found.toSorted((left, right) => left - right));
});

test('a box is the sign of the worst, how many of the judged held, and the same in words', () => {
  const text = render(richChaosReport());
  const box =
    /<b>lost tool answer<\/b>[^]*?<td class="box is-failed"><a href="#f-1-1" title="1 failed, 1 survived">[^]*?✘<\/span> <span aria-hidden="true">1\/2<\/span>/;
  expect(text).toMatch(box);
  // What was not judged is no part of the fraction.
  expect(text).toMatch(/<b>empty turn<\/b>[^]*?title="1 invalid, 1 diverged, 1 survived">[^]*?▲<\/span> <span aria-hidden="true">1\/1/);
});

test('a box that was only partly run wears what was seen, and says that something is missing', () => {
  const cells = [sampleCell('provider-error', 'request 1', 'survived'), sampleCell('provider-error', 'request 2', 'not-run')];
  expect(render(sampleChaosReport([sampleChaosCase(cells)]))).toMatch(
    /<td class="box is-survived"><a [^>]*title="1 not run, 1 survived">[^]*?1\/1 <span class="partial">○<\/span>/,
  );
});

test('a way to break: the claim in words, its arithmetic, events that lead into the lanes, the schedule, the command', () => {
  const text = render(richChaosReport());
  const way = text.slice(text.indexOf('id="f-1-1"'), text.indexOf('id="f-1-2"'));
  for (const part of [
    '<p class="name">effects happen once</p>',
    '2 commits for intent refund:4711, events 11 and 17; key absent.',
    '- { fault: lost-tool-answer, match: { tool: refund } }',
    'Found under 2 faults; 1 is enough, tried in 14 runs.',
    'npx rehearsal run scenarios/found/refund-lost-answer.yaml',
    'waits 30.0 s',
    'half open',
    '21 question 1, normal → Ada: approve',
    'Saved as <code>scenarios/found/refund-lost-answer.yaml</code>',
  ])
    expect(way).toContain(part);
  const links = [...way.matchAll(/<p class="evidence">Events (.*?)<\/p>/g)].flatMap(([, inner]) => [
    ...inner!.matchAll(/<a href="#(f-1-1-m\d+)">(\d+)<\/a>/g),
  ]);
  expect(links.map(([, , seq]) => seq)).toEqual(['11', '17', '13', '16']);
  // Event 13 is the end of the call whose answer was lost, and no event of its own in the picture.
  for (const [, id, seq] of links) expect(way).toMatch(new RegExp(`<g id="${id}" class="mark [^"]*cited"><title>[^<]*(event|events|to) ${seq}\\b`));
  expect(text).toContain('scenarios/found cannot be written: EACCES.');
});

test('the survival map stands in the order of the history, both sides of each event', () => {
  const text = render(richChaosReport());
  const map = /aria-label="Survival map: process killed"[^]*?<\/ol>/.exec(text)![0];
  expect(map.split('<li class="bead">')).toHaveLength(7);
  expect([...map.matchAll(/<span class="side is-([a-z-]+)">/g)].map(([, outcome]) => outcome)).toEqual([
    ...Array.from({ length: 7 }, () => 'survived'),
    'failed',
    ...Array.from({ length: 3 }, () => 'survived'),
    'unknown',
  ]);
  expect(text).toContain('10 of 11 crash points survived');
});

test('what was not exercised is said, with its reason, and rates have their intervals', () => {
  const text = render(richChaosReport());
  expect(text).toMatch(/<dt>reset peer and 8 more faults of the network<\/dt><dd class="prose"><pre>\nA function agent has no socket\.<\/pre>/);
  expect(text).toContain('35 of 40 combinations of place and fault exercised');
  expect(text).toMatch(/<th scope="row">lost tool answer<\/th><td class="number">1 of 2<\/td>[^]*?<td>9 % to 91 %<\/td>/);
  expect(text).toMatch(/<th scope="row">person silent<\/th><td class="number">0 of 0<\/td><td><\/td><td>nothing judged<\/td>/);
  expect(text).toMatch(/<th scope="row">10<\/th><td class="number">66 %<\/td>/);
});

test('a small report is all there without scripts; of a large one what is packed can be unpacked', () => {
  expect(render(richChaosReport())).not.toContain('data-deflated="');
  const report = largeChaosReport(1000);
  const text = render(report);
  const parts = [...text.matchAll(/data-deflated="([^"]+)"/g)].map(([, packed]) => inflateSync(Buffer.from(packed!, 'base64')).toString());
  expect(parts.join('').split('<article class="experiment"').length - 1).toBe(1000);
  expect(text.split('<article class="experiment"')).toHaveLength(1);
  // The first ways to break are open and there, the others packed.
  expect(text.split('<figure class="swim"').length - 1).toBe(12);
  expect(parts.join('').split('<figure class="swim"').length - 1).toBe(8);
});

test('10,000 experiments are under 1 MB', () => {
  expect(Buffer.byteLength(render(largeChaosReport(10_000)))).toBeLessThan(1_000_000);
});

test('a report without a case, and a case without an experiment, say so', () => {
  expect(render(sampleChaosReport([]))).toContain('There is no case in this report.');
  const text = render(
    sampleChaosReport([sampleChaosCase([], { sentence: 'It fails by itself.', notExercised: [], coverage: { possible: 0, exercised: 0 } })]),
  );
  expect(text).toContain('It fails by itself.');
  expect(text).toContain('Nothing was left out.');
});
