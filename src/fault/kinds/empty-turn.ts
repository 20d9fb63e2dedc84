import { changeAnswer } from '../change-answer.ts';
import type { FaultKind } from '../fault-kind.ts';
import { saysSomething } from '../says-something.ts';

/** The model ends its turn and has said nothing. */
export const emptyTurn: FaultKind = {
  name: 'empty-turn',
  site: 'model',
  summary: 'The answer is whole and in good order, and says nothing.',
  settings: { type: 'object', additionalProperties: false, properties: {} },
  consumesRecording: false,
  replacesAnswer: true,
  example: {},
  damage: (_settings, answer, context) =>
    changeAnswer(answer, context, (said) =>
      said.blocks.length === 0
        ? undefined
        : { said: { ...said, blocks: [], finish: { reason: 'stop', raw: '' } }, text: 'said nothing in place of the answer' },
    ),
  tries: (place) => (saysSomething(place) ? [{}] : []),
};
