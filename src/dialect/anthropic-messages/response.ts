import type { ChatResponse, Usage } from '../../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { BodyMeaning } from '../answer-form.ts';
import { answeredBlock } from '../answered-block.ts';
import { defined } from '../defined.ts';
import { derivedId } from '../derived-id.ts';
import { readFinish, writeFinish, type FinishWords } from '../finish-reasons.ts';
import { jsonText } from '../json-text.ts';
import { numberAt } from '../number-at.ts';
import { readBlock, writeBlock } from './block.ts';

const finishWords: FinishWords = {
  end_turn: 'stop',
  max_tokens: 'length',
  tool_use: 'tool-calls',
  refusal: 'refusal',
  stop_sequence: 'stop',
  model_context_window_exceeded: 'length',
};

/** A `message` object. */
export function readMessageBody(body: JsonObject): BodyMeaning {
  const { id, model, content, stop_reason: raw } = body;
  const blocks = Array.isArray(content) ? (content as readonly Json[]).map((block) => answeredBlock(readBlock(block))) : [];
  return defined<BodyMeaning>({
    id: typeof id === 'string' ? id : undefined,
    model: typeof model === 'string' ? model : undefined,
    blocks: blocks.filter((block) => block !== undefined),
    finish: typeof raw === 'string' ? readFinish(finishWords, raw) : undefined,
    usage: isJsonObject(body['usage']) ? readUsage(body['usage']) : undefined,
    malformed: Array.isArray(content) ? undefined : 'The body has no list of content blocks.',
  });
}

/**
 * Anthropic counts what is read from and written to the cache apart; here, as elsewhere, the input is all of it. Every message must state its usage, so
 * an answer without one is written with zeros, and zeros are read as none.
 */
function readUsage(usage: JsonObject): Usage | undefined {
  const input = numberAt(usage, 'input_tokens');
  const outputTokens = numberAt(usage, 'output_tokens');
  const cached = numberAt(usage, 'cache_read_input_tokens');
  const inputTokens = input === undefined ? undefined : input + (cached ?? 0) + (numberAt(usage, 'cache_creation_input_tokens') ?? 0);
  if (!inputTokens && !outputTokens) return undefined;
  return defined<Usage>({
    inputTokens,
    outputTokens,
    cachedInputTokens: cached,
    reasoningTokens: numberAt(usage, 'output_tokens_details', 'thinking_tokens'),
  });
}

function writeUsage({ inputTokens = 0, outputTokens = 0, cachedInputTokens, reasoningTokens }: Usage): JsonObject {
  return {
    input_tokens: inputTokens - (cachedInputTokens ?? 0),
    ...(cachedInputTokens === undefined ? {} : { cache_creation_input_tokens: 0, cache_read_input_tokens: cachedInputTokens }),
    output_tokens: outputTokens,
    ...(reasoningTokens === undefined ? {} : { output_tokens_details: { thinking_tokens: reasoningTokens } }),
  };
}

/** The `message` object for an answer. */
export function writeMessageBody(response: ChatResponse): JsonObject {
  const content = response.blocks.map((block, index) => {
    if (block.kind === 'tool-call' && block.id === '')
      return writeBlock({ ...block, id: derivedId('toolu_', `${index} ${block.name} ${jsonText(block.arguments ?? null)}`) });
    return writeBlock(block.kind === 'reasoning' ? { ...block, extra: { signature: '', ...block.extra } } : block);
  });
  return {
    id: response.id ?? derivedId('msg_', jsonText(content)),
    type: 'message',
    role: 'assistant',
    model: response.model ?? 'rehearsal',
    content,
    stop_reason: writeFinish(finishWords, response) ?? null,
    stop_sequence: null,
    usage: writeUsage(response.usage ?? {}),
  };
}
