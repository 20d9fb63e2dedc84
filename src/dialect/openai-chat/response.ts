import type { Block, ChatResponse } from '../../domain/chat.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { BodyMeaning } from '../answer-form.ts';
import { defined } from '../defined.ts';
import { derivedId } from '../derived-id.ts';
import { extraOf } from '../extra-of.ts';
import { readFinish, writeFinish, type FinishWords } from '../finish-reasons.ts';
import { isEmpty } from '../is-empty.ts';
import { jsonText } from '../json-text.ts';
import { readErrorObject } from '../read-error.ts';
import { chatUsageNames, readOpenaiUsage, writeOpenaiUsage } from '../openai-usage.ts';
import { readContent } from './content.ts';
import { readToolCall, writeToolCall } from './tool-call.ts';

const finishWords: FinishWords = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  content_filter: 'content-filter',
  error: 'error',
  function_call: 'tool-calls',
  model_length: 'length',
};

/** A `chat.completion`. The first choice is the answer; further ones (`n` > 1) are kept whole in a block `{ choices: [...] }`. */
export function readChatBody(body: JsonObject): BodyMeaning {
  const choices = Array.isArray(body['choices']) ? (body['choices'] as readonly Json[]).filter(isJsonObject) : undefined;
  const [choice, ...further] = choices ?? [];
  const raw = wordOf(choice?.['finish_reason']);
  const blocks = choice === undefined ? [] : readMessage(isJsonObject(choice['message']) ? choice['message'] : {}, raw !== undefined);
  if (further.length > 0) blocks.push({ kind: 'other', value: { choices: further.map(bareChoice) } });
  const finish = raw === undefined ? undefined : readFinish(finishWords, raw);
  const refused = finish?.reason === 'stop' && blocks.some(({ kind }) => kind === 'refusal');
  return defined<BodyMeaning>({
    id: wordOf(body['id']),
    model: wordOf(body['model']),
    blocks,
    finish: finish && refused ? { ...finish, reason: 'refusal' } : finish,
    usage: readOpenaiUsage(body['usage'], chatUsageNames),
    error: isJsonObject(choice?.['error']) ? readErrorObject(choice['error'], 200) : undefined,
    malformed: choices === undefined ? 'The body has no list of choices.' : undefined,
  });
}

/** A text with something in it. */
function wordOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readMessage(message: JsonObject, finished: boolean): Block[] {
  const blocks: Block[] = [];
  const reasoning = [message['reasoning_content'], message['reasoning']].find((text) => typeof text === 'string' && text !== '');
  if (typeof reasoning === 'string') blocks.push({ kind: 'reasoning', text: reasoning });
  for (const block of readContent(message['content']) ?? [])
    pushMerged(blocks, block.kind === 'other' ? (readThinking(block.value) ?? block) : block);
  if (typeof message['refusal'] === 'string' && message['refusal'] !== '') blocks.push({ kind: 'refusal', text: message['refusal'] });
  if (Array.isArray(message['tool_calls'])) blocks.push(...(message['tool_calls'] as readonly Json[]).map((call) => readCall(call, finished)));
  const rest = Object.entries(extraOf(message, messageMembers) ?? {}).filter(([, value]) => !isEmpty(value));
  if (rest.length > 0) blocks.push({ kind: 'other', value: { message: Object.fromEntries(rest) } });
  return blocks;
}

/** A further choice without what is empty or only measures, the same from a body and from a stream. */
function bareChoice({ index = 0, message, finish_reason: finish = null }: JsonObject): JsonObject {
  const said = Object.entries(isJsonObject(message) ? message : {}).filter(([, value]) => !isEmpty(value));
  return { index, message: Object.fromEntries(said), finish_reason: finish };
}

const messageMembers = ['role', 'content', 'refusal', 'tool_calls', 'reasoning', 'reasoning_content'];

/** Mistral thinks in a part of `content`: `{ type: 'thinking', thinking: [{ type: 'text', text }] }`. */
function readThinking(part: Json): Block | undefined {
  if (!isJsonObject(part) || part['type'] !== 'thinking' || !Array.isArray(part['thinking'])) return undefined;
  const texts = (part['thinking'] as readonly Json[]).map((thought) =>
    isJsonObject(thought) && typeof thought['text'] === 'string' ? thought['text'] : '',
  );
  return { kind: 'reasoning', text: texts.join('') };
}

/** Parts of one kind that follow one another are one, as they are in a stream; an empty one is none. */
function pushMerged(blocks: Block[], block: Block): void {
  const last = blocks.at(-1);
  if (block.kind !== 'text' && block.kind !== 'reasoning') blocks.push(block);
  else if (last?.kind === block.kind) blocks[blocks.length - 1] = { ...last, text: last.text + block.text };
  else if (block.text !== '') blocks.push({ kind: block.kind, text: block.text });
}

/**
 * Compatible servers leave out the id or the type, number the calls, send the arguments as an object, or send an empty text for none; where the
 * answer has not finished, an empty text may as well be the beginning of some.
 */
function readCall(call: Json, finished: boolean): Block {
  if (!isJsonObject(call)) return { kind: 'other', value: { tool_calls: [call] } };
  const given: Record<string, Json> = { ...extraOf(call, ['index']) };
  const called = given['function'];
  if (isJsonObject(called)) {
    const text = called['arguments'] ?? '';
    const none = finished ? '{}' : '';
    given['function'] = { ...called, arguments: text === '' ? none : typeof text === 'string' ? text : jsonText(text) };
  }
  const type = typeof given['type'] === 'string' ? given['type'] : 'function';
  return readToolCall({ ...given, id: typeof given['id'] === 'string' ? given['id'] : '', type }) ?? { kind: 'other', value: { tool_calls: [call] } };
}

/** The `chat.completion` for an answer. */
export function writeChatBody(response: ChatResponse): JsonObject {
  const message: Record<string, Json> = { role: 'assistant', content: null, refusal: null };
  const calls: JsonObject[] = [];
  const further: Json[] = [];
  const append = (name: string, text: string): void => {
    message[name] = (typeof message[name] === 'string' ? message[name] : '') + text;
  };
  response.blocks.forEach((block, index) => {
    if (block.kind === 'text') append('content', block.text);
    else if (block.kind === 'reasoning') append('reasoning_content', block.text);
    else if (block.kind === 'refusal') append('refusal', block.text);
    else if (block.kind === 'tool-call')
      calls.push(writeToolCall(block.id === '' ? { ...block, id: derivedId('call_', `${index} ${jsonText(block as unknown as Json)}`) } : block));
    else if (block.kind === 'other' && isJsonObject(block.value)) {
      if (Array.isArray(block.value['choices'])) further.push(...(block.value['choices'] as readonly Json[]));
      else if (Array.isArray(block.value['tool_calls'])) calls.push(...(block.value['tool_calls'] as readonly JsonObject[]));
      else if (isJsonObject(block.value['message'])) Object.assign(message, block.value['message']);
    }
  });
  if (calls.length > 0) message['tool_calls'] = calls;
  const choice = { index: 0, message, logprobs: null, finish_reason: writeFinish(finishWords, response) ?? null };
  return {
    id: response.id ?? derivedId('chatcmpl-', jsonText(message)),
    object: 'chat.completion',
    created: 1_750_000_000,
    model: response.model ?? 'rehearsal',
    choices: [choice, ...further],
    ...(response.usage === undefined ? {} : { usage: writeOpenaiUsage(response.usage, chatUsageNames) }),
  };
}
