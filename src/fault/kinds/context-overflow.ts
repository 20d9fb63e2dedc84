import type { FaultKind } from '../fault-kind.ts';

/** The conversation has grown beyond what the model takes. To ask again does not help; to ask with less does. */
export const contextOverflow: FaultKind = {
  name: 'context-overflow',
  site: 'model',
  summary: 'The provider refuses because the conversation is too long for the model, in its own words.',
  settings: { type: 'object', additionalProperties: false, properties: {} },
  consumesRecording: false,
  example: {},
  answer(_settings, context) {
    const response = context.writeTrouble('context-overflow');
    context.fired(`answered ${response.status}: the conversation is too long`);
    return { ...response, body: response.chunks };
  },
  tries: (place) => (place.kind === 'request' && !place.plain ? [{}] : []),
};
