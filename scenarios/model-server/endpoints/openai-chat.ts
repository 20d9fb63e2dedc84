import { checkToolResults, textOf, type Conversation, type Reply, type Turn } from '../conversation.ts';
import { eventStream, json, type Endpoint } from '../endpoint.ts';
import { asList, asObject, asString, checkTemperature, parseJson, type JsonObject } from '../json.ts';
import { argumentPieces, CREATED, identifier, serverSentEvent, textPieces, tokens } from '../pieces.ts';
import { openai } from '../providers.ts';
import { badRequest } from '../refusal.ts';

/** OpenAI Chat Completions. */
export const openaiChat: Endpoint = {
  provider: openai,
  path: /^\/openai\/v1\/chat\/completions$/,
  answer({ body, digest, decide }) {
    const request = asObject(body, 'body');
    const conversation = readConversation(request);
    const reply = decide(conversation);
    const toolCalls = (reply.calls ?? []).map(({ name, arguments: args }, index) => ({
      id: identifier('call_', digest, String(index)),
      type: 'function' as const,
      function: { name, arguments: JSON.stringify(args) },
    }));
    const head = { id: identifier('chatcmpl-', digest), created: CREATED, model: conversation.model };
    const tail = { service_tier: 'default', system_fingerprint: 'fp_scripted' };
    const finish = toolCalls.length > 0 ? 'tool_calls' : 'stop';
    const usage = usageOf(request, reply);

    if (request['stream'] !== true) {
      const message = {
        role: 'assistant',
        content: reply.text ?? null,
        ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
        refusal: null,
        annotations: [],
      };
      return json({ ...head, object: 'chat.completion', choices: [{ index: 0, message, logprobs: null, finish_reason: finish }], usage, ...tail });
    }

    const wantsUsage = request['stream_options'] !== undefined && asObject(request['stream_options'], 'stream_options')['include_usage'] === true;
    const chunk = (delta: JsonObject, finishReason: string | null = null): string =>
      serverSentEvent({
        ...head,
        object: 'chat.completion.chunk',
        ...tail,
        choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
        ...(wantsUsage && { usage: null }),
      });
    return eventStream([
      chunk({ role: 'assistant', content: reply.text === undefined ? null : '', refusal: null }),
      ...textPieces(reply.text ?? '').map((content) => chunk({ content })),
      ...toolCalls.flatMap(({ function: { name, arguments: args }, ...call }, index) => [
        chunk({ tool_calls: [{ index, ...call, function: { name, arguments: '' } }] }),
        ...argumentPieces(args).map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
      ]),
      chunk({}, finish),
      ...(wantsUsage ? [serverSentEvent({ ...head, object: 'chat.completion.chunk', ...tail, choices: [], usage })] : []),
      serverSentEvent('[DONE]'),
    ]);
  },
};

function readConversation(request: JsonObject): Conversation {
  const messages = asList(request['messages'], 'messages');
  if (messages.length === 0) throw badRequest("Invalid 'messages': empty array. Expected an array with minimum length 1.");
  checkTemperature(request['temperature'], 'temperature', 2);
  const systems: string[] = [];
  const turns = messages.flatMap((value, index): Turn[] => {
    const where = `messages[${index}]`;
    const message = asObject(value, where);
    const text = textOf(message['content'], `${where}.content`);
    switch (message['role']) {
      case 'system':
      case 'developer':
        systems.push(text);
        return [];
      case 'user':
        return [{ role: 'user', text }];
      case 'assistant':
        return [
          {
            role: 'assistant',
            text,
            calls: asList(message['tool_calls'] ?? [], where).map((call, at) => readCall(call, `${where}.tool_calls[${at}]`)),
          },
        ];
      case 'tool':
        return [{ role: 'tool', callId: asString(message['tool_call_id'], `${where}.tool_call_id`), text }];
      default:
        throw badRequest(`Invalid value for '${where}.role': expected one of 'system', 'developer', 'user', 'assistant', 'tool'.`);
    }
  });
  checkToolResults(turns);
  const format = request['response_format'] === undefined ? undefined : asObject(request['response_format'], 'response_format')['type'];
  const tools = asList(request['tools'] ?? [], 'tools').map((tool, index) =>
    asString(asObject(asObject(tool, `tools[${index}]`)['function'], `tools[${index}].function`)['name'], `tools[${index}].function.name`),
  );
  return {
    model: asString(request['model'], 'model'),
    system: systems.join('\n'),
    tools,
    turns,
    wantsJson: format === 'json_schema' || format === 'json_object',
  };
}

function readCall(value: unknown, where: string): { id: string; name: string; arguments: JsonObject } {
  const { id, function: called } = asObject(value, where);
  const { name, arguments: args } = asObject(called, `${where}.function`);
  return {
    id: asString(id, `${where}.id`),
    name: asString(name, `${where}.function.name`),
    arguments: asObject(parseJson(asString(args, `${where}.function.arguments`), `${where}.function.arguments`), `${where}.function.arguments`),
  };
}

function usageOf(request: JsonObject, reply: Reply): JsonObject {
  const prompt = tokens(JSON.stringify([request['messages'], request['tools']]));
  const completion = tokens((reply.text ?? '') + JSON.stringify(reply.calls ?? []));
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
  };
}
