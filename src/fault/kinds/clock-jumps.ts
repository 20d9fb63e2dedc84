import type { FaultKind } from '../fault-kind.ts';
import { needsVirtualTime } from '../needs-virtual-time.ts';
import { simplerThan } from '../simpler-than.ts';

/** The clock is set while the agent works: by a server of time, by hand, by a summer that ends. */
export const clockJumps: FaultKind = {
  name: 'clock-jumps',
  site: 'time',
  strikesAt: 'moment',
  summary: 'At a moment of its work the time of day of the agent jumps, forward or back; its timers do not.',
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['seconds'],
    properties: { seconds: { type: 'number', not: { const: 0 }, description: 'How far it jumps ahead; back, where it is negative.' } },
  },
  consumesRecording: false,
  example: { seconds: 3600 },
  strikeClock(settings) {
    const seconds = Number(settings['seconds']);
    return { shiftMs: seconds * 1000, text: `had the agent's clock jump ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead' : 'back'}` };
  },
  unable: needsVirtualTime,
  // What it has been told, it holds against what it knew: after it has asked for something.
  tries: (place) =>
    place.kind === 'moment' && place.when === 'after' && (place.moment.after === 'tool-called' || place.moment.after === 'model-request')
      ? [{ seconds: 3600 }, { seconds: -3600 }]
      : [],
  simpler: (settings) =>
    simplerThan(settings, Number(settings['seconds']) > 0 ? [{ seconds: 60 }, { seconds: 3600 }] : [{ seconds: -60 }, { seconds: -3600 }]),
};
