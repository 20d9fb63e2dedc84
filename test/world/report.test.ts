import { expect, test } from 'vitest';
import { reportProblems } from '../../src/domain/report-schema.ts';
import { html } from '../../src/report/html.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { worldReport } from '../../src/run/world-report.ts';
import { committed, episode, started } from '../support/episodes.ts';
import { sampleCase, sampleReport } from '../report/sample-report.ts';

// Goal: a reader sees what really happened: every effect with what it changed, what took it back, and how the world differs in the end.
// Method: events of a small episode, laid out and rendered.

const state = { orders: { '7': { refunded: 0 } } };
const { events } = episode([
  started,
  { kind: 'world-snapshot', moment: 'first', state },
  committed(1, 'refund', { arguments: { order_id: '7' }, intent: 'refund:7', changes: [{ path: '/orders/7/refunded', before: 0, after: 80 }] }),
  committed(2, 'cancel_refund', { undoes: 1, changes: [{ path: '/orders/7/refunded', before: 80, after: 0 }] }),
  committed(3, 'note', { by: 'person', changes: [{ path: '/note', after: '<b>done</b>' }] }),
  { kind: 'world-snapshot', moment: 'last', state: { ...state, note: '<b>done</b>' } },
]);
const world = worldReport(events)!;

test('the ledger and the difference of the snapshots', () => {
  expect(world).toEqual({
    effects: [
      {
        effect: 1,
        event: 3,
        text: 'refund:7 by refund({"order_id":"7"})',
        by: 'agent',
        undoneBy: 2,
        changes: [{ path: '/orders/7/refunded', before: '0', after: '80' }],
      },
      { effect: 2, event: 4, text: 'cancel_refund({})', by: 'agent', undoes: 1, changes: [{ path: '/orders/7/refunded', before: '80', after: '0' }] },
      { effect: 3, event: 5, text: 'note({})', by: 'person', changes: [{ path: '/note', after: '"<b>done</b>"' }] },
    ],
    changes: [{ path: '/note', after: '"<b>done</b>"' }],
  });
  expect(worldReport(episode([started]).events)).toBeUndefined();
});

const report = sampleReport([sampleCase({ world, outcome: 'fail' })]);

test('report.json has it, by its schema', () => {
  expect(reportProblems(JSON.parse(JSON.stringify(report)))).toEqual([]);
  const wrong = { ...report, cases: [{ ...report.cases[0], world: { effects: [{ effect: 'one' }], changes: [] } }] };
  expect(reportProblems(wrong)).not.toEqual([]);
});

test('the page shows effects, what they changed and what is left in the end; nothing of it is markup', () => {
  const [page] = html.render(report);
  for (const shown of [
    'What really happened',
    'refund:7 by refund',
    'Taken back by effect 2',
    'Takes back effect 1',
    'By a person',
    '/orders/7/refunded',
  ])
    expect(page!.text).toContain(shown);
  expect(page!.text).toContain('&lt;b&gt;done&lt;/b&gt;');
  expect(page!.text).not.toContain('<b>done</b>');
  const [without] = html.render(sampleReport([sampleCase({ outcome: 'fail' })]));
  expect(without!.text).not.toContain('What really happened');
});

test('the terminal shows the ledger of a case that failed', () => {
  const text = renderTerminal(report, { colour: false, widthColumns: 120 });
  expect(text).toContain('ledger: 3 effects');
  expect(text).toMatch(/1 {2}refund:7 by refund\(.*\), taken back by 2 \(event 3\)/);
  expect(text).toMatch(/3 {2}note\(\{\}\), by a person \(event 5\)/);
  const none = sampleReport([sampleCase({ world: { effects: [], changes: [] }, outcome: 'fail' })]);
  expect(renderTerminal(none, { colour: false, widthColumns: 120 })).toContain('ledger: nothing was committed');
});
