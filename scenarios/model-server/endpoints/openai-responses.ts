import { checkToolResults, textOf, type Conversation, type Reply, type Turn } from '../conversation.ts';
import { eventStream, json, type Endpoint } from '../endpoint.ts';
import { asList, asObject, asString, checkTemperature, parseJson, type JsonObject } from '../json.ts';
import { argumentPieces, CREATED, identifier, serverSentEvent, textPieces, tokens } from '../pieces.ts';
import { openai } from '../providers.ts';
import { badRequest } from '../refusal.ts';

type Item =
  | { type: 'message'; id: string; status: string; role: 'assistant'; content: readonly JsonObject[] }
  | { type: 'function_call'; id: string; status: string; call_id: string; name: string; arguments: string };

/** OpenAI Responses. It remembers nothing: the whole history comes with each request. */
export const openaiResponses: Endpoint = {
  provider: openai,
  path: /^\/openai\/v1\/responses$/,
  answer({ body, digest, decide }) {
    const request = asObject(body, 'body');
    const conversation = readConversation(request);
    const items = itemsOf(decide(conversation), digest);
    const opened = { ...envelope(request, digest), status: 'in_progress', output: [], usage: null };
    const completed = { ...envelope(request, digest), status: 'completed', output: items, usage: usageOf(request, items) };
    if (request['stream'] !== true) return json(completed);

    const events: JsonObject[] = [
      { type: 'response.created', response: opened },
      { type: 'response.in_progress', response: opened },
      ...items.flatMap((item, index) => eventsOf(item, index)),
      { type: 'response.completed', response: completed },
    ];
    return eventStream(events.map((event, index) => serverSentEvent({ ...event, sequence_number: index }, asString(event['type'], 'type'))));
  },
};

function itemsOf(reply: Reply, digest: string): readonly Item[] {
  const message: Item[] =
    reply.text === undefined
      ? []
      : [
          {
            type: 'message',
            id: identifier('msg_', digest),
            status: 'completed',
            role: 'assistant',
            content: [{ type: 'output_text', text: reply.text, annotations: [], logprobs: [] }],
          },
        ];
  const calls = (reply.calls ?? []).map(({ name, arguments: args }, index): Item => {
    const part = String(index);
    return {
      type: 'function_call',
      id: identifier('fc_', digest, part),
      status: 'completed',
      call_id: identifier('call_', digest, part),
      name,
      arguments: JSON.stringify(args),
    };
  });
  return [...message, ...calls];
}

function eventsOf(item: Item, index: number): readonly JsonObject[] {
  const at = { output_index: index, item_id: item.id };
  const added = (opened: unknown): JsonObject => ({ type: 'response.output_item.added', output_index: index, item: opened });
  const done: JsonObject = { type: 'response.output_item.done', output_index: index, item };
  if (item.type === 'function_call') {
    return [
      added({ ...item, status: 'in_progress', arguments: '' }),
      ...argumentPieces(item.arguments).map((delta) => ({ type: 'response.function_call_arguments.delta', ...at, delta })),
      { type: 'response.function_call_arguments.done', ...at, name: item.name, arguments: item.arguments },
      done,
    ];
  }
  const part = item.content[0] ?? {};
  const text = String(part['text']);
  const within = { ...at, content_index: 0 };
  return [
    added({ ...item, status: 'in_progress', content: [] }),
    { type: 'response.content_part.added', ...within, part: { ...part, text: '' } },
    ...textPieces(text).map((delta) => ({ type: 'response.output_text.delta', ...within, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...within, text, logprobs: [] },
    { type: 'response.content_part.done', ...within, part },
    done,
  ];
}

function readConversation(request: JsonObject): Conversation {
  checkTemperature(request['temperature'], 'temperature', 2);
  if (typeof request['previous_response_id'] === 'string')
    throw badRequest(`Previous response with id '${request['previous_response_id']}' not found.`);
  const systems = typeof request['instructions'] === 'string' ? [request['instructions']] : [];
  const input = typeof request['input'] === 'string' ? [{ role: 'user', content: request['input'] }] : asList(request['input'], 'input');
  if (input.length === 0) throw badRequest("Invalid 'input': empty array. Expected an array with minimum length 1.");
  const turns: Turn[] = [];
  for (const [index, value] of input.entries()) {
    const where = `input[${index}]`;
    const item = asObject(value, where);
    const type = item['type'] ?? 'message';
    if (type === 'function_call') addCall(turns, item, where);
    else if (type === 'function_call_output')
      turns.push({ role: 'tool', callId: asString(item['call_id'], `${where}.call_id`), text: textOf(item['output'], `${where}.output`) });
    else if (type !== 'message') throw badRequest(`Invalid value ${JSON.stringify(type)} for '${where}.type'.`);
    else if (item['role'] === 'user') turns.push({ role: 'user', text: textOf(item['content'], `${where}.content`) });
    else if (item['role'] === 'assistant') turns.push({ role: 'assistant', text: textOf(item['content'], `${where}.content`), calls: [] });
    else if (item['role'] === 'system' || item['role'] === 'developer') systems.push(textOf(item['content'], `${where}.content`));
    else throw badRequest(`Invalid value for '${where}.role': expected one of 'user', 'assistant', 'system', 'developer'.`);
  }
  checkToolResults(turns);
  const tools = asList(request['tools'] ?? [], 'tools').map((tool, index) =>
    asString(asObject(tool, `tools[${index}]`)['name'], `tools[${index}].name`),
  );
  const format = request['text'] === undefined ? undefined : asObject(asObject(request['text'], 'text')['format'] ?? {}, 'text.format')['type'];
  return {
    model: asString(request['model'], 'model'),
    system: systems.join('\n'),
    tools,
    turns,
    wantsJson: format === 'json_schema' || format === 'json_object',
  };
}

/** Calls made in one breath arrive as items in a row; together they are one turn of the assistant. */
function addCall(turns: Turn[], item: JsonObject, where: string): void {
  const args = asObject(parseJson(asString(item['arguments'], `${where}.arguments`), `${where}.arguments`), `${where}.arguments`);
  const call = { id: asString(item['call_id'], `${where}.call_id`), name: asString(item['name'], `${where}.name`), arguments: args };
  const last = turns.at(-1);
  if (last?.role === 'assistant') turns[turns.length - 1] = { ...last, calls: [...last.calls, call] };
  else turns.push({ role: 'assistant', text: '', calls: [call] });
}

function envelope(request: JsonObject, digest: string): JsonObject {
  return {
    id: identifier('resp_', digest),
    object: 'response',
    created_at: CREATED,
    model: request['model'],
    error: null,
    incomplete_details: null,
    instructions: request['instructions'] ?? null,
    max_output_tokens: null,
    metadata: {},
    parallel_tool_calls: request['parallel_tool_calls'] ?? true,
    previous_response_id: null,
    temperature: request['temperature'] ?? 1,
    text: request['text'] ?? { format: { type: 'text' } },
    tool_choice: request['tool_choice'] ?? 'auto',
    tools: request['tools'] ?? [],
    top_p: 1,
    truncation: 'disabled',
  };
}

function usageOf(request: JsonObject, items: readonly Item[]): JsonObject {
  const input = tokens(JSON.stringify([request['instructions'], request['input'], request['tools']]));
  const output = tokens(JSON.stringify(items));
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + output,
  };
}
