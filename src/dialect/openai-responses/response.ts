import type { Block, ChatResponse, FinishReason } from '../../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { BodyMeaning } from '../answer-form.ts';
import { answeredBlock } from '../answered-block.ts';
import { defined } from '../defined.ts';
import { derivedId } from '../derived-id.ts';
import { readFinish, writeFinish, type FinishWords } from '../finish-reasons.ts';
import { jsonText } from '../json-text.ts';
import { readOpenaiUsage, responsesUsageNames, writeOpenaiUsage } from '../openai-usage.ts';
import { readErrorObject } from '../read-error.ts';
import { writePart } from './content.ts';
import { objectsOf, readItem, writeBlock } from './item.ts';

const finishWords: FinishWords = { completed: 'stop', max_output_tokens: 'length', content_filter: 'content-filter' };

/** A `response` object. One that is still `queued` or `in_progress` (background mode) is not complete. */
export function readResponsesBody(body: JsonObject): BodyMeaning {
  const { id, model, status, error } = body;
  const blocks = objectsOf(body['output']).flatMap(readOutput);
  return defined<BodyMeaning>({
    id: typeof id === 'string' ? id : undefined,
    model: typeof model === 'string' ? model : undefined,
    blocks,
    finish: readStatus(body, blocks),
    usage: readOpenaiUsage(body['usage'], responsesUsageNames),
    error: isJsonObject(error) ? readErrorObject(error, 200) : undefined,
    complete: status !== 'queued' && status !== 'in_progress',
    malformed: Array.isArray(body['output']) || isJsonObject(error) ? undefined : 'The body has no list of output items.',
  });
}

function readOutput(item: JsonObject): readonly Block[] {
  const turn = readItem(item) ?? { blocks: [{ kind: 'other', value: item } satisfies Block] };
  return turn.blocks.map((block) => answeredBlock(block, ['id', 'status'])).filter((block) => block !== undefined);
}

/** The API says `completed` whether or not it asks for tools; the blocks tell. */
function readStatus(body: JsonObject, blocks: readonly Block[]): ChatResponse['finish'] | undefined {
  const { status, incomplete_details: details } = body;
  if (typeof status !== 'string' || ['queued', 'in_progress', 'failed'].includes(status)) return undefined;
  const raw = isJsonObject(details) && typeof details['reason'] === 'string' ? details['reason'] : status;
  const finish = readFinish(finishWords, raw);
  return finish.reason === 'stop' ? { reason: ordinaryReason(blocks), raw } : finish;
}

function ordinaryReason(blocks: readonly Block[]): FinishReason {
  if (blocks.some(({ kind }) => kind === 'tool-call')) return 'tool-calls';
  return blocks.some(({ kind }) => kind === 'refusal') ? 'refusal' : 'stop';
}

/** The `response` object for an answer. */
export function writeResponsesBody(response: ChatResponse): JsonObject {
  const output = writeOutput(response.blocks);
  return {
    id: response.id ?? derivedId('resp_', jsonText(output)),
    object: 'response',
    created_at: 1_750_000_000,
    ...writeStatus(response),
    background: false,
    instructions: null,
    max_output_tokens: null,
    metadata: {},
    model: response.model ?? 'rehearsal',
    output,
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    store: true,
    temperature: 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    usage: response.usage === undefined ? null : writeOpenaiUsage(response.usage, responsesUsageNames),
    user: null,
  };
}

function writeStatus(response: ChatResponse): JsonObject {
  const { error } = response;
  if (error !== undefined) return { status: 'failed', error: { code: error.type, message: error.message }, incomplete_details: null };
  const word = writeFinish(finishWords, response);
  if (word === undefined) return { status: 'in_progress', error: null, incomplete_details: null };
  if (word === 'completed' || word === 'cancelled') return { status: word, error: null, incomplete_details: null };
  return { status: 'incomplete', error: null, incomplete_details: { reason: word } };
}

/** What is said in a row is one message; ids are made of place and content. */
function writeOutput(blocks: readonly Block[]): readonly Json[] {
  const items: Json[] = [];
  let parts: Json[] = [];
  const finishMessage = (): void => {
    if (parts.length === 0) return;
    items.push({ id: itemId('msg_', items.length, parts), type: 'message', status: 'completed', role: 'assistant', content: parts });
    parts = [];
  };
  for (const block of blocks) {
    if (block.kind === 'text') parts.push({ annotations: [], logprobs: [], ...(writePart(block, 'assistant') as JsonObject) });
    else if (block.kind === 'refusal') parts.push(writePart(block, 'assistant'));
    else {
      finishMessage();
      items.push(block.kind === 'other' ? block.value : writeItem(block, items.length));
    }
  }
  finishMessage();
  return items;
}

const prefixes: Readonly<Record<string, string>> = { function_call: 'fc_', custom_tool_call: 'ctc_', reasoning: 'rs_' };

function writeItem(block: Block, index: number): JsonObject {
  const item = writeBlock(block.kind === 'tool-call' && block.id === '' ? { ...block, id: itemId('call_', index, block.name) } : block)!;
  const type = item['type'] as string;
  return { id: itemId(prefixes[type] ?? 'item_', index, item), ...(type === 'reasoning' ? {} : { status: 'completed' }), ...item };
}

function itemId(prefix: string, index: number, content: Json): string {
  return derivedId(prefix, `${index} ${jsonText(content)}`);
}
