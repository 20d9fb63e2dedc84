import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Lane, LaneMark } from '../../src/domain/chaos.ts';
import { lanePicture, type LanePicture } from '../../src/report/chaos/lane-picture.ts';
import { lanesOf } from '../../src/run/lanes.ts';
import { doubleRefund } from './chaos-report.ts';

// Goal: a picture tells the order of events truly and can be read: later is further right, and no words lie over one another. Method: pictures of histories
// drawn by chance, and of one written by hand.

/** Histories as `lanesOf` makes them: every mark begins with an event of its own, or where the one before it in its lane ended. */
const lanes: fc.Arbitrary<readonly Lane[]> = fc
  .array(fc.record({ lane: fc.nat({ max: 3 }), lasts: fc.nat({ max: 4 }), ms: fc.nat({ max: 5000 }), text: fc.string({ maxLength: 40 }) }), {
    maxLength: 40,
  })
  .map((steps) => {
    const found = new Map<string, LaneMark[]>();
    let atMs = 0;
    const times = Array.from({ length: steps.length * 2 + 12 }, (_, index) => (atMs += steps[index % steps.length]?.ms ?? 0));
    for (const [index, { lane, lasts, text }] of steps.entries()) {
      const event = index + 1;
      const end = event + lasts;
      const mark: LaneMark = {
        fromMs: times[event]!,
        toMs: times[end]!,
        event,
        ...(lasts === 0 ? {} : { endEvent: end }),
        kind: lasts === 0 ? 'report' : 'call',
        text,
        tone: 'plain',
      };
      found.set(`tool ${lane}`, [...(found.get(`tool ${lane}`) ?? []), mark]);
    }
    return [...found].map(([name, marks]) => ({ name, marks }));
  });

/** Where the words of each mark are, as the page draws them. */
function wordsOf(picture: LanePicture): readonly { readonly y: number; readonly from: number; readonly to: number; readonly label: string }[] {
  return picture.lanes.flatMap(({ marks }) =>
    marks.map(({ y, x, width, label, isInside }) => {
      const from = isInside ? x : x + width;
      return { y, from, to: from + label.length * 6, label };
    }),
  );
}

describe('any history', () => {
  test('events stand in their order, and everything stands inside of the picture', () => {
    fc.assert(
      fc.property(lanes, (history) => {
        const picture = lanePicture(history, new Set());
        const marks = picture.lanes.flatMap((lane) => lane.marks).toSorted((left, right) => left.mark.event - right.mark.event);
        expect(marks).toHaveLength(history.reduce((sum, lane) => sum + lane.marks.length, 0));
        for (const [index, one] of marks.entries()) {
          expect(one.x).toBeGreaterThanOrEqual(marks[index - 1]?.x ?? 0);
          expect(one.x + one.width).toBeLessThanOrEqual(picture.width);
          expect(one.y).toBeLessThan(picture.height);
        }
      }),
      { numRuns: 200, seed: 4711 },
    );
  });

  test('no words lie over others of their row', () => {
    fc.assert(
      fc.property(lanes, (history) => {
        const rows = Map.groupBy(wordsOf(lanePicture(history, new Set())), ({ y }) => y);
        for (const row of rows.values()) {
          const ordered = row.toSorted((left, right) => left.from - right.from);
          for (const [index, one] of ordered.slice(1).entries())
            expect(one.from, `${ordered[index]!.label} | ${one.label}`).toBeGreaterThanOrEqual(ordered[index]!.to);
        }
      }),
      { numRuns: 200, seed: 4711 },
    );
  });
});

test('the refund that is made twice: the wait with its length, the cited marks, a tick for each moment that has room', () => {
  const picture = lanePicture(lanesOf(doubleRefund), new Set([11, 13, 17]));
  const marks = picture.lanes.flatMap((lane) => lane.marks);
  expect(marks.find(({ mark }) => mark.kind === 'gap')!.label).toBe('waits 30.0 s');
  expect(marks.filter(({ cited }) => cited).map(({ mark }) => mark.event)).toEqual([10, 11, 17]);
  expect(picture.lanes.map(({ name }) => name)).toEqual([
    'faults',
    'model gpt-4o',
    'breaker payments',
    'tool get_order',
    'tool refund',
    'people',
    'process',
    'reports',
  ]);
  expect(picture.ticks[0]!.text).toBe('0.002 s');
  expect(picture.ticks.every(({ x }, index) => index === 0 || x - picture.ticks[index - 1]!.x >= 70)).toBe(true);
});

test('of a runaway the beginning, the end, the faults and what a verdict cites are drawn, and the rest is counted', () => {
  const marks = Array.from({ length: 1000 }, (_, index): LaneMark => ({
    fromMs: index,
    toMs: index,
    event: index + 1,
    kind: index === 500 ? 'fault' : 'effect',
    text: 'letter',
    tone: 'plain',
  }));
  const picture = lanePicture([{ name: 'tool send', marks }], new Set([701]));
  const drawn = picture.lanes[0]!.marks.map(({ mark }) => mark.event);
  expect([drawn.length, picture.leftOut]).toEqual([152, 848]);
  for (const event of [1, 110, 501, 701, 1000]) expect(drawn).toContain(event);
});

test('nothing at all is an empty picture', () => {
  expect(lanePicture([], new Set()).lanes).toEqual([]);
});
