import type { FaultKind } from '../fault-kind.ts';

/** What they approved is done, and then they say no: it has to be taken back. */
export const approvalWithdrawn: FaultKind = {
  name: 'approval-withdrawn',
  site: 'human',
  summary: 'Once the effect that was approved is committed, the approval is taken back.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: { text: { type: 'string', description: 'What they say.' } },
  },
  consumesRecording: false,
  example: { text: 'Please undo this.' },
  strikePerson({ text }) {
    return { withdraw: typeof text === 'string' ? { text } : {}, text: 'had the approval taken back after the effect' };
  },
  tries: (place) => (place.kind === 'person' && place.reply === 'approve' && place.leadsTo !== undefined ? [{}] : []),
  simpler: (settings) => (settings['text'] === undefined ? [] : [{}]),
};
