import type { ChatResponse, ProviderError } from '../../domain/chat.ts';
import type { HttpRequest } from '../../domain/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import type { FoldedStream, StreamEvent, StreamFold } from '../answer-form.ts';
import { cutText } from '../cut-text.ts';
import { extraOf } from '../extra-of.ts';
import { writeOpenaiError } from '../openai-error.ts';
import { readJsonBody } from '../read-json-body.ts';

interface Choice {
  readonly message: Record<string, Json>;
  readonly calls: Record<string, Json>[];
  finish: string | undefined;
}

/**
 * Folds `chat.completion.chunk`s into the `chat.completion` they are made of.
 *
 * A stream is complete once `[DONE]` or a finish reason for every choice has been seen: of 58 recorded streams 56 have both, one server leaves out
 * the first and another the second, and nothing of the answer but its usage can come between them.
 */
export function startChatFold(): StreamFold {
  const choices = new Map<number, Choice>();
  const body: Record<string, Json> = {};
  return {
    add(event) {
      for (const name of ['id', 'model', 'usage'])
        if (!isNothing(event[name]) && (name === 'usage' || body[name] === undefined)) body[name] = event[name]!;
      if (!Array.isArray(event['choices'])) return;
      for (const choice of (event['choices'] as readonly Json[]).filter(isJsonObject)) foldChoice(choices, choice);
    },
    end: (done) => endFold(choices, body, done),
  };
}

function endFold(choices: ReadonlyMap<number, Choice>, body: JsonObject, done: boolean): FoldedStream {
  const folded = [...choices]
    .sort(([a], [b]) => a - b)
    .map(([index, choice]) => ({
      index,
      message: choice.calls.length === 0 ? choice.message : { ...choice.message, tool_calls: choice.calls.filter(() => true) },
      finish_reason: choice.finish ?? null,
    }));
  const finished = folded.length > 0 && folded.every((choice) => choice.finish_reason !== null);
  return { body: { ...body, choices: folded }, complete: done || finished };
}

function isNothing(value: Json | undefined): value is undefined | null | '' {
  return value === undefined || value === null || value === '';
}

function foldChoice(choices: Map<number, Choice>, { index, delta, finish_reason: finish }: JsonObject): void {
  const number = typeof index === 'number' ? index : 0;
  const choice = choices.get(number) ?? { message: {}, calls: [], finish: undefined };
  choices.set(number, choice);
  if (typeof finish === 'string' && finish !== '') choice.finish = finish;
  if (!isJsonObject(delta)) return;
  for (const [name, value] of Object.entries(delta)) {
    if (name === '__proto__' || value === null) continue;
    if (name === 'tool_calls' && Array.isArray(value))
      for (const call of (value as readonly Json[]).filter(isJsonObject)) foldCall(choice.calls, call);
    else choice.message[name] = name === 'role' ? value : merged(choice.message[name], value);
  }
}

/** Texts and lists grow, objects member by member; whatever names or counts something is replaced. */
function merged(before: Json | undefined, now: Json, name = ''): Json {
  if (before === undefined || before === null) return now;
  if (typeof before === 'string' && typeof now === 'string') return ['id', 'type', 'format'].includes(name) ? now : before + now;
  if (Array.isArray(before) || Array.isArray(now)) return [...parts(before), ...parts(now)];
  if (!isJsonObject(before) || !isJsonObject(now)) return now;
  const object: Record<string, Json> = { ...before };
  for (const [key, value] of Object.entries(now)) if (key !== '__proto__') object[key] = merged(before[key], value, key);
  return object;
}

/** A server that sends `content` as a text in one delta and as a list of parts in the next means a part each time. */
function parts(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value as readonly Json[];
  return typeof value === 'string' ? [{ type: 'text', text: value }] : [value];
}

/** One delta of a tool call: `index` says of which; a server without it means a new call wherever it sends another id. */
function foldCall(calls: Record<string, Json>[], delta: JsonObject): void {
  const { index, id } = delta;
  const starts = !isNothing(id) && !calls.some((call) => call['id'] === id);
  const number =
    typeof index === 'number' && Number.isSafeInteger(index) && index >= 0 && index < 100_000
      ? index
      : starts || calls.length === 0
        ? calls.length
        : calls.length - 1;
  const call = (calls[number] ??= {});
  for (const [name, value] of Object.entries(extraOf(delta, ['index', 'function', 'custom', '__proto__']) ?? {}))
    if (!isNothing(value)) call[name] ??= value;
  for (const name of ['function', 'custom']) if (isJsonObject(delta[name])) call[name] = foldCalled(call[name], delta[name]);
}

/** The name comes once (some servers repeat it), arguments and input in pieces. */
function foldCalled(before: Json | undefined, delta: JsonObject): JsonObject {
  const called: Record<string, Json> = isJsonObject(before) ? { ...before } : {};
  for (const [name, value] of Object.entries(delta)) {
    if (name === '__proto__' || value === null) continue;
    const had = called[name];
    if ((name === 'arguments' || name === 'input') && typeof value === 'string') called[name] = (typeof had === 'string' ? had : '') + value;
    else if (isNothing(had)) called[name] = value;
  }
  return called;
}

/** The chunks that `startChatFold` folds into this body. */
export function splitChatBody(body: JsonObject, response: ChatResponse, request: HttpRequest | undefined): readonly StreamEvent[] {
  const base = { id: body['id']!, object: 'chat.completion.chunk', created: body['created']!, model: body['model']! };
  const events: StreamEvent[] = [];
  for (const choice of body['choices'] as readonly JsonObject[]) {
    const index = choice['index'] ?? 0;
    const finish = response.complete && response.error === undefined ? (choice['finish_reason'] ?? null) : null;
    const chunk = (delta: JsonObject, end: Json): StreamEvent => ({
      data: { ...base, choices: [{ index, delta, logprobs: null, finish_reason: end }] },
    });
    events.push(...deltasOf(isJsonObject(choice['message']) ? choice['message'] : {}).map((delta) => chunk(delta, null)));
    if (finish !== null) events.push(chunk({}, finish));
  }
  if (response.error !== undefined) events.push(chatErrorEvent(response.error));
  if (body['usage'] !== undefined && (request === undefined || asksForUsage(request)))
    events.push({ data: { ...base, choices: [], usage: body['usage'] } });
  if (response.complete) events.push({ data: '[DONE]' });
  return events;
}

export function chatErrorEvent(error: ProviderError): StreamEvent {
  return { data: writeOpenaiError(error) };
}

/** The usage of a stream comes only when asked for: a client that did not ask may not expect a chunk without choices. */
function asksForUsage(request: HttpRequest): boolean {
  try {
    const options = readJsonBody(request)['stream_options'];
    return isJsonObject(options) && options['include_usage'] === true;
  } catch {
    return false;
  }
}

function deltasOf(message: JsonObject): readonly JsonObject[] {
  const rest = extraOf(message, ['role', 'content', 'refusal', 'reasoning_content', 'tool_calls']);
  const deltas: JsonObject[] = [{ role: 'assistant', content: typeof message['content'] === 'string' ? '' : null, refusal: null }];
  for (const name of ['reasoning_content', 'content', 'refusal']) {
    const value = message[name];
    if (typeof value === 'string') deltas.push(...cutText(value).map((piece) => ({ [name]: piece })));
    else if (value !== undefined && value !== null) deltas.push({ [name]: value });
  }
  if (Array.isArray(message['tool_calls']))
    (message['tool_calls'] as readonly JsonObject[]).forEach((call, index) => deltas.push(...callDeltas(call, index)));
  if (rest !== undefined) deltas.push(rest);
  return deltas;
}

function callDeltas(call: JsonObject, index: number): readonly JsonObject[] {
  const called = isJsonObject(call) ? call['function'] : undefined;
  if (!isJsonObject(called) || typeof called['arguments'] !== 'string') return [{ tool_calls: [{ ...call, index }] }];
  const opening = { tool_calls: [{ index, ...call, function: { ...called, arguments: '' } }] };
  return [opening, ...cutText(called['arguments']).map((piece) => ({ tool_calls: [{ index, function: { arguments: piece } }] }))];
}
