import type { FaultKind } from '../fault-kind.ts';

/** The network delivers a request twice: whoever takes it must know that it is one. */
export const tcpDuplicateDelivery: FaultKind = {
  name: 'tcp-duplicate-delivery',
  site: 'tcp',
  summary: 'The gateway gets the request twice, once over a connection of its own, whose answer goes nowhere.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {},
  },
  consumesRecording: false,
  example: {},
  strikeConnection: () => ({ twice: true, text: 'the request arrived twice' }),
  tries: (place) => (place.kind === 'tool' || (place.kind === 'request' && place.plain) ? [{}] : []),
};
