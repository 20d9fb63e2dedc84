import { changeAnswer, changeCall } from '../change-answer.ts';
import type { FaultKind } from '../fault-kind.ts';
import { simplerThan } from '../simpler-than.ts';

/** The model asks for a tool that it was never offered. */
export const unknownTool: FaultKind = {
  name: 'unknown-tool',
  site: 'model',
  summary: 'The model asks for a tool that does not exist.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: { name: { type: 'string', minLength: 1, description: 'The name it asks for. Default: that of the real one, with an ending.' } },
  },
  consumesRecording: false,
  example: {},
  damage: (settings, answer, context) =>
    changeAnswer(answer, context, (said, { request }) => {
      const offered = request.tools.map(({ name }) => name);
      let asked = '';
      const changed = changeCall(said, (call) => {
        asked = (settings['name'] as string | undefined) ?? `${call.name}_v2`;
        return { ...call, name: asked };
      });
      // A tool that is offered is none that does not exist.
      return changed === undefined || offered.includes(asked) ? undefined : { said: changed, text: `asked for ${asked}, which was not offered` };
    }),
  tries: (place) => (place.kind === 'request' && place.asksFor.length > 0 ? [{}] : []),
  simpler: (settings) => simplerThan(settings, [{}]),
};
