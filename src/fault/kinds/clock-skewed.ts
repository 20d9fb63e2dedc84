import type { FaultKind } from '../fault-kind.ts';
import { needsVirtualTime } from '../needs-virtual-time.ts';
import { simplerThan } from '../simpler-than.ts';

/** A machine whose clock was never right. */
export const clockSkewed: FaultKind = {
  name: 'clock-skewed',
  site: 'time',
  strikesAt: 'start',
  summary: 'From the start the time of day of the agent is wrong by so much; its timers are right.',
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['seconds'],
    properties: { seconds: { type: 'number', not: { const: 0 }, description: 'How far its clock is ahead; behind, where it is negative.' } },
  },
  consumesRecording: false,
  example: { seconds: -3600 },
  strikeClock(settings) {
    const seconds = Number(settings['seconds']);
    return { shiftMs: seconds * 1000, text: `set the agent's clock ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead' : 'behind'}` };
  },
  unable: needsVirtualTime,
  // Nothing happens before the agent looks at its clock: a jump at its first moment is the same, and has a place.
  tries: () => [],
  simpler: (settings) =>
    simplerThan(settings, Number(settings['seconds']) > 0 ? [{ seconds: 60 }, { seconds: 3600 }] : [{ seconds: -60 }, { seconds: -3600 }]),
};
