import type { Block, ChatRequest, ToolCallBlock } from '../../domain/chat.ts';
import { changeAnswer } from '../change-answer.ts';
import type { FaultKind } from '../fault-kind.ts';
import { saysSomething } from '../says-something.ts';

/** Two calls of one id: of the same answer where it has two, else of this one and an earlier. A result then belongs to both, or to the wrong one. */
export const duplicateCallIds: FaultKind = {
  name: 'duplicate-call-ids',
  site: 'model',
  summary: 'A call of a tool has the id of another call.',
  settings: { type: 'object', additionalProperties: false, properties: {} },
  consumesRecording: false,
  example: {},
  damage: (_settings, answer, context) =>
    changeAnswer(answer, context, (said, { request }) => {
      const calls = said.blocks.filter((block) => block.kind === 'tool-call');
      const taken = calls.length > 1 ? calls[0]! : earlierCalls(request).at(-1);
      const struck = calls.at(calls.length > 1 ? 1 : 0);
      // Providers that give calls no ids cannot give two the same.
      if (taken === undefined || struck === undefined || taken.id === '' || struck.id === taken.id) return undefined;
      const blocks = said.blocks.map((block): Block => (block === struck ? { ...struck, id: taken.id } : block));
      return { said: { ...said, blocks }, text: `gave the call of ${struck.name} the id of another, of ${taken.name}` };
    }),
  tries(place) {
    if (!saysSomething(place)) return [];
    const calls = place.says.filter((block) => block.kind === 'tool-call');
    const [first, second] = calls;
    if (first === undefined || first.id === '') return [];
    return second !== undefined ? (second.id === first.id ? [] : [{}]) : (place.askedBefore ?? []).length > 0 ? [{}] : [];
  },
};

function earlierCalls({ turns }: ChatRequest): readonly ToolCallBlock[] {
  return turns.flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'tool-call'));
}
