import type { FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';

/** One of several tools is down for a while, and all others work. */
export const toolOutage: FaultKind = {
  name: 'tool-outage',
  site: 'tool',
  summary: 'From this call on the tool is down, for so many calls or so long; all others work.',
  settings: {
    type: 'object',
    additionalProperties: false,
    anyOf: [
      { required: ['calls'], properties: { calls: true } },
      { required: ['seconds'], properties: { seconds: true } },
    ],
    properties: {
      calls: { type: 'integer', minimum: 1, description: 'How many calls of this tool fail, this one among them.' },
      seconds: { type: 'number', exclusiveMinimum: 0, description: 'How long it is down, by the clock of the episode.' },
    },
  },
  consumesRecording: false,
  example: { calls: 2 },
  strikeTool(settings, { tool }) {
    const { calls, seconds } = settings as { calls?: number; seconds?: number };
    const how = [
      ...(calls === undefined ? [] : [`for ${calls} ${calls === 1 ? 'call' : 'calls'}`]),
      ...(seconds === undefined ? [] : [`for ${seconds} s`]),
    ];
    return {
      instead: { result: { status: 'temporary_error', error_code: 'UNAVAILABLE', error_message: `${tool} is down.` } },
      lasts: { ...(calls === undefined ? {} : { calls }), ...(seconds === undefined ? {} : { seconds }) },
      text: `was down ${how.join(' or ')}, and did nothing`,
    };
  },
  tries: (place, agent) => (place.kind === 'tool' ? [{ calls: 3 }, ...(agent?.clock === 'virtual' ? [{ seconds: 600 }] : [])] : []),
  simpler: (settings) => simplerThan(settings, [{ calls: 1 }, { calls: 2 }, { calls: 3 }]),
};
