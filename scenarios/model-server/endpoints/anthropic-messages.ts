import { checkToolResults, textOf, type Conversation, type ToolCall, type Turn } from '../conversation.ts';
import { eventStream, json, type Endpoint } from '../endpoint.ts';
import { asList, asObject, asString, checkTemperature, type JsonObject } from '../json.ts';
import { argumentPieces, identifier, serverSentEvent, textPieces, tokens } from '../pieces.ts';
import { anthropic } from '../providers.ts';
import { badRequest } from '../refusal.ts';

type Block = { type: 'text'; text: string } | { type: 'tool_use'; id: string; name: string; input: JsonObject };

/** Anthropic Messages. */
export const anthropicMessages: Endpoint = {
  provider: anthropic,
  path: /^\/anthropic\/v1\/messages$/,
  answer({ body, digest, decide }) {
    const request = asObject(body, 'body');
    if (typeof request['max_tokens'] !== 'number') throw badRequest('max_tokens: Field required');
    const reply = decide(readConversation(request));
    const blocks: Block[] = [
      ...(reply.text === undefined ? [] : [{ type: 'text' as const, text: reply.text }]),
      ...(reply.calls ?? []).map(({ name, arguments: input }, index) => ({
        type: 'tool_use' as const,
        id: identifier('toolu_', digest, String(index)),
        name,
        input,
      })),
    ];
    const stopReason = reply.calls === undefined ? 'end_turn' : 'tool_use';
    const message = { id: identifier('msg_', digest), type: 'message', role: 'assistant', model: request['model'], stop_sequence: null };
    const input = tokens(JSON.stringify([request['system'], request['messages'], request['tools']]));
    const output = tokens(JSON.stringify(blocks));
    const usage = {
      input_tokens: input,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: output,
      service_tier: 'standard',
    };
    if (request['stream'] !== true) return json({ ...message, content: blocks, stop_reason: stopReason, usage });

    const events: JsonObject[] = [
      { type: 'message_start', message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } } },
      { type: 'ping' },
      ...blocks.flatMap((block, index) => eventsOf(block, index)),
      { type: 'message_delta', delta: { stop_reason: stopReason, stop_sequence: null }, usage: { output_tokens: output } },
      { type: 'message_stop' },
    ];
    return eventStream(events.map((event) => serverSentEvent(event, asString(event['type'], 'type'))));
  },
};

function eventsOf(block: Block, index: number): readonly JsonObject[] {
  const empty = block.type === 'text' ? { ...block, text: '' } : { ...block, input: {} };
  const deltas =
    block.type === 'text'
      ? textPieces(block.text).map((text) => ({ type: 'text_delta', text }))
      : ['', ...argumentPieces(JSON.stringify(block.input))].map((piece) => ({ type: 'input_json_delta', partial_json: piece }));
  return [
    { type: 'content_block_start', index, content_block: empty },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

function readConversation(request: JsonObject): Conversation {
  checkTemperature(request['temperature'], 'temperature', 1);
  const messages = asList(request['messages'], 'messages');
  if (messages.length === 0) throw badRequest('messages: at least one message is required');
  const turns = messages.flatMap((value, index) => readMessage(asObject(value, `messages.${index}`), `messages.${index}`));
  checkToolResults(turns);
  const tools = asList(request['tools'] ?? [], 'tools').map((tool, index) =>
    asString(asObject(tool, `tools.${index}`)['name'], `tools.${index}.name`),
  );
  return { model: asString(request['model'], 'model'), system: textOf(request['system'], 'system'), tools, turns, wantsJson: false };
}

/** One message may hold text, tool calls and tool results side by side; results come first, as the API demands. */
function readMessage(message: JsonObject, where: string): readonly Turn[] {
  const role = message['role'];
  if (role !== 'user' && role !== 'assistant') throw badRequest(`${where}.role: Input should be 'user' or 'assistant'`);
  const content = message['content'];
  const blocks =
    typeof content === 'string' ? [{ type: 'text', text: content }] : asList(content, `${where}.content`).map((block) => asObject(block, where));
  const ofType = (type: string): readonly JsonObject[] => blocks.filter((block) => block['type'] === type);
  const text = textOf(ofType('text'), `${where}.content`);
  if (role === 'assistant') {
    const calls = ofType('tool_use').map(({ id, name, input }): ToolCall => ({
      id: asString(id, `${where}.id`),
      name: asString(name, `${where}.name`),
      arguments: asObject(input, `${where}.input`),
    }));
    return [{ role, text, calls }];
  }
  const results = ofType('tool_result').map((block): Turn => ({
    role: 'tool',
    callId: asString(block['tool_use_id'], `${where}.tool_use_id`),
    text: textOf(block['content'], `${where}.content`),
  }));
  return text === '' ? results : [...results, { role, text }];
}
