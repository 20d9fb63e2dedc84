import type { Usage } from '../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import { defined } from './defined.ts';
import { numberAt } from './number-at.ts';

/** How Chat Completions and embeddings count; Responses counts the same under other names. Cached tokens are part of the input, reasoning of the output. */
interface UsageNames {
  readonly input: string;
  readonly output: string;
}

export const chatUsageNames: UsageNames = { input: 'prompt_tokens', output: 'completion_tokens' };
export const responsesUsageNames: UsageNames = { input: 'input_tokens', output: 'output_tokens' };

export function readOpenaiUsage(usage: Json | undefined, { input, output }: UsageNames): Usage | undefined {
  if (!isJsonObject(usage)) return undefined;
  return defined<Usage>({
    inputTokens: numberAt(usage, input),
    outputTokens: numberAt(usage, output),
    cachedInputTokens: numberAt(usage, `${input}_details`, 'cached_tokens'),
    reasoningTokens: numberAt(usage, `${output}_details`, 'reasoning_tokens'),
  });
}

export function writeOpenaiUsage(usage: Usage, { input, output }: UsageNames): JsonObject {
  const { inputTokens, outputTokens, cachedInputTokens, reasoningTokens } = usage;
  return {
    ...(inputTokens === undefined ? {} : { [input]: inputTokens }),
    ...(outputTokens === undefined ? {} : { [output]: outputTokens }),
    total_tokens: (inputTokens ?? 0) + (outputTokens ?? 0),
    ...(cachedInputTokens === undefined ? {} : { [`${input}_details`]: { cached_tokens: cachedInputTokens } }),
    ...(reasoningTokens === undefined ? {} : { [`${output}_details`]: { reasoning_tokens: reasoningTokens } }),
  };
}
