import type { FaultKind } from '../fault-kind.ts';

/** Nobody replies: the question was not seen, or whoever was to reply has gone home. */
export const peopleSilent: FaultKind = {
  name: 'people-silent',
  site: 'human',
  summary: 'Nobody replies to the question, whatever was planned.',
  settings: { type: 'object', additionalProperties: false, properties: {} },
  consumesRecording: false,
  example: {},
  strikePerson: () => ({ change: (replies) => (replies.length === 0 ? undefined : []), text: 'kept the people silent' }),
  tries: (place) => (place.kind === 'person' && place.reply !== undefined ? [{}] : []),
};
