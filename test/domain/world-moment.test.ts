// Goal: a moment comes once, at the nth event that has all that is named. Method: histories by hand.
import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/domain/event.ts';
import { createMomentWatch } from '../../src/domain/world-moment.ts';

const effect = (seq: number, tool: string): Event => ({
  seq,
  atMs: 0,
  kind: 'effect-committed',
  effect: seq,
  tool,
  arguments: {},
  changes: [],
  by: 'agent',
});

describe('a moment of the world', () => {
  it('is the nth event of that kind and tool, and comes once', () => {
    const history = [effect(1, 'refund'), effect(2, 'letter'), effect(3, 'refund'), effect(4, 'refund')];
    expect(history.filter(createMomentWatch({ after: 'effect-committed', tool: 'refund', occurrence: 2 })).map(({ seq }) => seq)).toEqual([3]);
    expect(history.filter(createMomentWatch({ after: 'effect-committed', occurrence: 2 })).map(({ seq }) => seq)).toEqual([2]);
    expect(history.filter(createMomentWatch({ after: 'tool-called', occurrence: 1 }))).toEqual([]);
  });

  it('looks at the type of a report, and at the tool that a request to people names', () => {
    const report = (seq: number, type: 'checkpoint' | 'queued'): Event =>
      ({ seq, atMs: 0, kind: 'agent-reported', report: { type, name: 'x' } }) as unknown as Event;
    expect(
      [report(1, 'queued'), report(2, 'checkpoint')].map(createMomentWatch({ after: 'agent-reported', report: 'checkpoint', occurrence: 1 })),
    ).toEqual([false, true]);
    const asked: Event = {
      seq: 1,
      atMs: 0,
      kind: 'human-asked',
      request: 1,
      ticket: {},
      level: 'normal',
      concerns: { tool: 'refund', arguments: {}, operation: 'refund {}' },
    };
    expect(createMomentWatch({ after: 'human-asked', tool: 'refund', occurrence: 1 })(asked)).toBe(true);
    expect(createMomentWatch({ after: 'human-asked', tool: 'letter', occurrence: 1 })(asked)).toBe(false);
  });
});
