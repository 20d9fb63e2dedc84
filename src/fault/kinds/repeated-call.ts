import { changeAnswer } from '../change-answer.ts';
import type { FaultKind } from '../fault-kind.ts';
import { saysSomething } from '../says-something.ts';

/** The model forgot that it had asked: the calls of the turn before come again, with ids of their own. */
export const repeatedCall: FaultKind = {
  name: 'repeated-call',
  site: 'model',
  summary: 'In place of its answer the model makes the call of the turn before again.',
  settings: { type: 'object', additionalProperties: false, properties: {} },
  consumesRecording: false,
  replacesAnswer: true,
  example: {},
  damage: (_settings, answer, context) =>
    changeAnswer(answer, context, (said, { request }) => {
      const turn = request.turns.findLast(({ blocks }) => blocks.some(({ kind }) => kind === 'tool-call'));
      const calls = (turn?.blocks ?? []).filter((block) => block.kind === 'tool-call');
      if (calls.length === 0) return undefined;
      const blocks = calls.map(({ extra: _of, ...call }) => (call.id === '' ? call : { ...call, id: `${call.id}_again` }));
      const names = [...new Set(calls.map(({ name }) => name))].join(' and ');
      return { said: { ...said, blocks, finish: { reason: 'tool-calls', raw: '' } }, text: `called ${names} again in place of the answer` };
    }),
  tries: (place) => (saysSomething(place) && (place.askedBefore ?? []).length > 0 ? [{}] : []),
};
