import type { Block, ChatResponse, Usage } from '../../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { BodyMeaning } from '../answer-form.ts';
import { answeredBlock } from '../answered-block.ts';
import { defined } from '../defined.ts';
import { derivedId } from '../derived-id.ts';
import { extraOf } from '../extra-of.ts';
import { readFinish, writeFinish, type FinishWords } from '../finish-reasons.ts';
import { isEmpty } from '../is-empty.ts';
import { jsonText } from '../json-text.ts';
import { numberAt } from '../number-at.ts';
import { readPart, writePart } from './part.ts';

const finishWords: FinishWords = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'content-filter',
  RECITATION: 'content-filter',
  BLOCKLIST: 'content-filter',
  PROHIBITED_CONTENT: 'content-filter',
  SPII: 'content-filter',
  IMAGE_SAFETY: 'content-filter',
  MALFORMED_FUNCTION_CALL: 'error',
  UNEXPECTED_TOOL_CALL: 'error',
};

/** Clients of Vertex ask for `enum-encoding=int`. */
const finishNumbers: readonly string[] = [
  'FINISH_REASON_UNSPECIFIED',
  'STOP',
  'MAX_TOKENS',
  'SAFETY',
  'RECITATION',
  'OTHER',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'MALFORMED_FUNCTION_CALL',
];

/** Members of a candidate that only measure it. */
const measures = ['content', 'finishReason', 'index', 'finishMessage', 'safetyRatings', 'avgLogprobs', 'logprobsResult', 'tokenCount'];

/** A `GenerateContentResponse`. The first candidate is the answer; further ones and its citations are kept whole in blocks of kind `other`. */
export function readGeminiBody(body: JsonObject): BodyMeaning {
  const { responseId, modelVersion, candidates, promptFeedback, usageMetadata } = body;
  const [candidate, ...further] = Array.isArray(candidates) ? (candidates as readonly Json[]).filter(isJsonObject) : [];
  const blocks = candidate === undefined ? [] : readCandidate(candidate);
  if (further.length > 0) blocks.push({ kind: 'other', value: { candidates: further } });
  const known = candidate !== undefined || promptFeedback !== undefined || usageMetadata !== undefined;
  return defined<BodyMeaning>({
    id: typeof responseId === 'string' ? responseId : undefined,
    model: typeof modelVersion === 'string' ? modelVersion : undefined,
    blocks,
    finish: readEnd(candidate, promptFeedback, blocks),
    usage: isJsonObject(usageMetadata) ? readUsage(usageMetadata) : undefined,
    malformed: known ? undefined : 'The body has neither candidates nor feedback on the prompt.',
  });
}

/** The API says `STOP` whether or not it asks for tools; a prompt that was blocked has no candidate at all. */
function readEnd(candidate: JsonObject | undefined, feedback: Json | undefined, blocks: readonly Block[]): ChatResponse['finish'] | undefined {
  const blocked = isJsonObject(feedback) ? feedback['blockReason'] : undefined;
  const given = candidate?.['finishReason'];
  const raw = typeof given === 'number' ? finishNumbers[given] : given;
  if (typeof raw !== 'string') return typeof blocked === 'string' ? { reason: 'content-filter', raw: blocked } : undefined;
  const finish = readFinish(finishWords, raw);
  return finish.reason === 'stop' && blocks.some(({ kind }) => kind === 'tool-call') ? { reason: 'tool-calls', raw } : finish;
}

function readCandidate(candidate: JsonObject): Block[] {
  const content = candidate['content'];
  const parts = isJsonObject(content) && Array.isArray(content['parts']) ? (content['parts'] as readonly Json[]) : [];
  const blocks: Block[] = [];
  for (const part of parts) pushMerged(blocks, readPart(part));
  const rest = Object.entries(extraOf(candidate, measures) ?? {}).filter(([, value]) => !isEmpty(value));
  const answered = blocks.map((block) => answeredBlock(block)).filter((block) => block !== undefined);
  return rest.length === 0 ? answered : [...answered, { kind: 'other', value: { candidate: Object.fromEntries(rest) } }];
}

/** A stream sends a text in parts, the last of them often empty but for a signature: parts of one kind in a row are one. */
function pushMerged(blocks: Block[], block: Block): void {
  const last = blocks.at(-1);
  if ((block.kind === 'text' || block.kind === 'reasoning') && last?.kind === block.kind) {
    const extra = last.extra === undefined && block.extra === undefined ? {} : { extra: { ...last.extra, ...block.extra } };
    blocks[blocks.length - 1] = { kind: block.kind, text: last.text + block.text, ...extra };
  } else blocks.push(block);
}

/** Thoughts are counted beside the candidates; here, as elsewhere, the output is both. */
function readUsage(usage: JsonObject): Usage {
  const sum = (...names: readonly string[]): number | undefined => {
    const counts = names.map((name) => numberAt(usage, name)).filter((count) => count !== undefined);
    return counts.length === 0 ? undefined : counts.reduce((total, count) => total + count, 0);
  };
  return defined<Usage>({
    inputTokens: sum('promptTokenCount', 'toolUsePromptTokenCount'),
    outputTokens: sum('candidatesTokenCount', 'thoughtsTokenCount'),
    cachedInputTokens: sum('cachedContentTokenCount'),
    reasoningTokens: sum('thoughtsTokenCount'),
  });
}

function writeUsage({ inputTokens, outputTokens, cachedInputTokens, reasoningTokens }: Usage): JsonObject {
  return {
    ...(inputTokens === undefined ? {} : { promptTokenCount: inputTokens }),
    ...(outputTokens === undefined ? {} : { candidatesTokenCount: outputTokens - (reasoningTokens ?? 0) }),
    ...(cachedInputTokens === undefined ? {} : { cachedContentTokenCount: cachedInputTokens }),
    ...(reasoningTokens === undefined ? {} : { thoughtsTokenCount: reasoningTokens }),
    totalTokenCount: (inputTokens ?? 0) + (outputTokens ?? 0),
  };
}

/** The `GenerateContentResponse` for an answer. */
export function writeGeminiBody(response: ChatResponse): JsonObject {
  const parts: Json[] = [];
  const further: Json[] = [];
  let rest: JsonObject = {};
  for (const block of response.blocks) {
    const fragment = block.kind === 'other' && isJsonObject(block.value) ? block.value : {};
    if (Array.isArray(fragment['candidates'])) further.push(...(fragment['candidates'] as readonly Json[]));
    else if (isJsonObject(fragment['candidate'])) rest = { ...rest, ...fragment['candidate'] };
    else parts.push(writePart(block));
  }
  const usage = response.usage === undefined ? {} : { usageMetadata: writeUsage(response.usage) };
  const identity = { modelVersion: response.model ?? 'rehearsal', responseId: response.id ?? derivedId('', jsonText(parts)) };
  if (response.blocks.length === 0 && response.finish?.reason === 'content-filter') {
    return { promptFeedback: { blockReason: response.finish.raw || 'SAFETY' }, ...usage, ...identity };
  }
  const word = writeFinish(finishWords, response);
  const candidate = { content: { parts, role: 'model' }, ...(word === undefined ? {} : { finishReason: word }), index: 0, ...rest };
  return { candidates: [candidate, ...further], ...usage, ...identity };
}
