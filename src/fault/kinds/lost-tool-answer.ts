import type { FaultKind } from '../fault-kind.ts';

/** The tool does its work, and the connection breaks before its answer: the agent cannot know what happened. */
export const lostToolAnswer: FaultKind = {
  name: 'lost-tool-answer',
  site: 'tool',
  summary: 'The tool does its work, effects are committed, and the connection breaks before the answer.',
  settings: { type: 'object', additionalProperties: false, properties: {} },
  consumesRecording: false,
  example: {},
  strikeTool: () => ({ loseAnswer: true, text: 'broke the connection after the tool had done its work' }),
  tries: (place) => (place.kind === 'tool' ? [{}] : []),
};
