import type { FaultKind } from '../fault-kind.ts';

/** A queue that delivers twice, a lease that ran out, two schedulers: two of them do the same work. */
export const secondWorker: FaultKind = {
  name: 'second-worker',
  site: 'process',
  summary: 'At a moment of its work another copy of the agent is started on the same tasks and the same state folder; both go on.',
  settings: { type: 'object', additionalProperties: false, properties: {} },
  consumesRecording: false,
  example: {},
  strikeProcess: () => ({ startsAnother: true, text: 'started a second worker on the same tasks' }),
  // Time passes in one thread alone.
  unable: ({ clock }) => (clock === 'virtual' ? 'two workers cannot live on one virtual clock; leave `clock: virtual` out' : undefined),
  tries: (place) =>
    place.kind === 'moment' && (place.moment.after === 'tool-called' || (place.moment.after === 'effect-committed' && place.when === 'after'))
      ? [{}]
      : [],
};
