import type { FaultKind } from '../fault-kind.ts';

/** The agent dies while it writes, or the disk loses what it was told last: half a file is what it finds. */
export const tornCheckpoint: FaultKind = {
  name: 'torn-checkpoint',
  site: 'process',
  summary: 'The agent is killed, and the file that it wrote last into its state folder is cut in the middle before it starts again.',
  settings: { type: 'object', additionalProperties: false, properties: {} },
  consumesRecording: false,
  example: {},
  strikeProcess: () => ({ end: 'kill', tearsCheckpoint: true, text: 'killed the agent, and tore its checkpoint,' }),
  // Whoever says that it has written something has written something.
  tries: (place) =>
    place.kind === 'moment' && place.when === 'after' && place.moment.after === 'agent-reported' && place.moment.report === 'checkpoint' ? [{}] : [],
};
