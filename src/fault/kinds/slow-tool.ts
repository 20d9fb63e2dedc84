import type { FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';

/** The tool takes its time, and then does what it always does. */
export const slowTool: FaultKind = {
  name: 'slow-tool',
  site: 'tool',
  summary: 'The tool waits, by the clock of the episode, before it does its work.',
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['seconds'],
    properties: { seconds: { type: 'number', exclusiveMinimum: 0, description: 'How long it waits.' } },
  },
  consumesRecording: false,
  example: { seconds: 0.05 },
  strikeTool(settings) {
    const seconds = Number(settings['seconds']);
    return { delayMs: seconds * 1000, text: `waited ${seconds} s before it began` };
  },
  // A minute is longer than most deadlines; on the machine's own time it is waited for.
  tries: (place, agent) => (place.kind === 'tool' ? [{ seconds: agent?.clock === 'virtual' ? 60 : 1 }] : []),
  simpler: (settings) => simplerThan(settings, [{ seconds: 1 }, { seconds: 60 }]),
};
