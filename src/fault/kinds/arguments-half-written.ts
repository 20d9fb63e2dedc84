import { canonicalJson } from '../../domain/json.ts';
import { changeAnswer, changeCall } from '../change-answer.ts';
import type { FaultKind } from '../fault-kind.ts';
import { saysSomething } from '../says-something.ts';

/**
 * The arguments stop in the middle, and nothing says so. Where arguments are a JSON object the provider cannot send half of them: Gemini says instead that
 * the call was malformed, and leaves it out; a whole answer of Anthropic's cannot be struck.
 */
export const argumentsHalfWritten: FaultKind = {
  name: 'arguments-half-written',
  site: 'model',
  summary: 'The arguments of a call stop in the middle, and are no valid JSON.',
  settings: { type: 'object', additionalProperties: false, properties: {} },
  consumesRecording: false,
  example: {},
  damage: (_settings, answer, context) =>
    changeAnswer(answer, context, (said, speech) => {
      const changed = changeCall(said, ({ arguments: whole, ...call }) => {
        if (whole === undefined) return undefined;
        const text = canonicalJson(whole);
        return { ...call, malformed: text.slice(0, Math.ceil(text.length / 2)) };
      });
      if (changed === undefined) return undefined;
      if (speech.argumentsAreText) return { said: changed, text: 'wrote half of the arguments of a call' };
      const withoutCalls = said.blocks.filter(({ kind }) => kind !== 'tool-call');
      const withheld = { ...said, blocks: withoutCalls, finish: { reason: 'error', raw: 'MALFORMED_FUNCTION_CALL' } } as const;
      const isWorded = speech.read(speech.write(withheld)).finish?.raw === withheld.finish.raw;
      return isWorded ? { said: withheld, text: 'left out a call, as malformed' } : undefined;
    }),
  tries(place) {
    if (!saysSomething(place) || (place.provider === 'anthropic' && !place.stream)) return [];
    return place.says.find((block) => block.kind === 'tool-call')?.arguments === undefined ? [] : [{}];
  },
};
