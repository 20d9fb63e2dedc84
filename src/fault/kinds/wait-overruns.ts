import type { FaultKind } from '../fault-kind.ts';
import { needsVirtualTime } from '../needs-virtual-time.ts';
import { simplerThan } from '../simpler-than.ts';

/** A deadline passes while the agent backs off: it wakes later than it wanted to. */
export const waitOverruns: FaultKind = {
  name: 'wait-overruns',
  site: 'time',
  strikesAt: 'moment',
  summary: 'The next time after the moment that the agent waits for a timer, as between two attempts, so much more time passes than it waited for.',
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['seconds'],
    properties: { seconds: { type: 'number', exclusiveMinimum: 0, description: 'How much more.' } },
  },
  consumesRecording: false,
  example: { seconds: 3600 },
  strikeClock(settings) {
    const seconds = Number(settings['seconds']);
    return { oversleepMs: seconds * 1000, text: `had the agent wake ${seconds} s later than it wanted to` };
  },
  unable: needsVirtualTime,
  // Whether an agent ever waits does not show at a place: it is planned by whoever knows, or beside a fault that has it wait.
  tries: () => [],
  simpler: (settings) => simplerThan(settings, [{ seconds: 60 }, { seconds: 3600 }]),
};
