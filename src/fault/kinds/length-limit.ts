import type { Block, ChatResponse, ToolCallBlock } from '../../domain/chat.ts';
import { canonicalJson } from '../../domain/json.ts';
import { changeAnswer } from '../change-answer.ts';
import type { FaultKind } from '../fault-kind.ts';
import { saysSomething } from '../says-something.ts';
import { simplerThan } from '../simpler-than.ts';

/** The model comes to its limit in the middle of a sentence, or of a call: the answer is whole, and says so in one word that is easily passed over. */
export const lengthLimit: FaultKind = {
  name: 'length-limit',
  site: 'model',
  summary: 'The answer is cut short by the limit of its length, and says so.',
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      characters: { type: 'integer', minimum: 0, description: 'Characters of text and arguments that are still said. Default: half of them.' },
    },
  },
  consumesRecording: false,
  example: {},
  damage: (settings, answer, context) =>
    changeAnswer(answer, context, (said, speech) => {
      const length = said.blocks.reduce((sum, block) => sum + textOf(block).length, 0);
      const limit = (settings['characters'] as number | undefined) ?? Math.floor(length / 2);
      if (limit >= length) return undefined;
      const short: ChatResponse = { ...said, blocks: cut(said.blocks, limit, speech.argumentsAreText), finish: { reason: 'length', raw: '' } };
      return { said: short, text: `ended the answer after ${limit} of ${length} characters, by its limit` };
    }),
  tries: (place) => (saysSomething(place) ? [{}] : []),
  simpler: (settings) => simplerThan(settings, [{}]),
};

function textOf(block: Block): string {
  if (block.kind === 'text' || block.kind === 'reasoning' || block.kind === 'refusal') return block.text;
  if (block.kind !== 'tool-call') return '';
  return block.arguments === undefined ? (block.malformed ?? '') : canonicalJson(block.arguments);
}

/** What of the blocks is still said. A call that is cut has half of its arguments, or does not come at all where they are no text. */
function cut(blocks: readonly Block[], limit: number, argumentsAreText: boolean): readonly Block[] {
  const kept: Block[] = [];
  let left = limit;
  for (const block of blocks) {
    const text = textOf(block);
    if (text.length <= left) kept.push(block);
    else if (block.kind !== 'tool-call') {
      if (left > 0) kept.push({ ...block, text: wholeCharacters(text, left) } as Block);
    } else if (argumentsAreText) kept.push(halfWritten(block, text.slice(0, left)));
    left -= text.length;
    if (left < 0) break;
  }
  return kept;
}

/** No half of a pair of surrogates. */
function wholeCharacters(text: string, length: number): string {
  const isHalf = /[\ud800-\udbff]/.test(text.charAt(length - 1));
  return text.slice(0, isHalf ? length - 1 : length);
}

function halfWritten({ arguments: _whole, ...call }: ToolCallBlock, malformed: string): ToolCallBlock {
  return { ...call, malformed };
}
