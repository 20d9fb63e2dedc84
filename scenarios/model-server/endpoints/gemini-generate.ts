import { checkToolResults, type Conversation, type ToolCall, type Turn } from '../conversation.ts';
import { eventStream, json, type Endpoint } from '../endpoint.ts';
import { asList, asObject, asString, checkTemperature, type JsonObject } from '../json.ts';
import { identifier, serverSentEvent, textPieces, tokens } from '../pieces.ts';
import { gemini } from '../providers.ts';
import { badRequest } from '../refusal.ts';

/** Gemini generateContent and streamGenerateContent: the model and the manner stand in the path, not in the body. */
export const geminiGenerate: Endpoint = {
  provider: gemini,
  path: /^\/gemini\/v1(?:beta)?\/models\/([^/:]+):(generateContent|streamGenerateContent)$/,
  answer({ url, body, digest, decide }) {
    const [, model = '', manner] = geminiGenerate.path.exec(url.pathname) ?? [];
    const request = asObject(body, 'body');
    const reply = decide(readConversation(request, model));
    const calls = (reply.calls ?? []).map(({ name, arguments: args }) => ({ functionCall: { name, args } }));
    const prompt = tokens(JSON.stringify([request['systemInstruction'], request['contents'], request['tools']]));
    const written = tokens(JSON.stringify(reply));
    const answer = (parts: readonly JsonObject[], last: boolean): JsonObject => ({
      candidates: [{ content: { parts, role: 'model' }, ...(last && { finishReason: 'STOP' }), index: 0 }],
      usageMetadata: { promptTokenCount: prompt, ...(last && { candidatesTokenCount: written }), totalTokenCount: prompt + (last ? written : 0) },
      modelVersion: model,
      responseId: identifier('', digest),
    });
    if (manner === 'generateContent') return json(answer([...(reply.text === undefined ? [] : [{ text: reply.text }]), ...calls], true));

    // Text comes in pieces, a function call always whole, and the finish reason with the last piece.
    const pieces = [...textPieces(reply.text ?? '').map((text) => [{ text }]), ...(calls.length > 0 ? [calls] : [])];
    const chunks = pieces.map((parts, index) => answer(parts, index === pieces.length - 1));
    if (url.searchParams.get('alt') === 'sse') return eventStream(chunks.map((chunk) => serverSentEvent(chunk)));
    const frames = chunks.map((chunk, index) => `${index === 0 ? '[' : ',\r\n'}${JSON.stringify(chunk)}${index === chunks.length - 1 ? ']' : ''}`);
    return { kind: 'frames', frames, contentType: 'application/json; charset=UTF-8' };
  },
};

function readConversation(request: JsonObject, model: string): Conversation {
  const contents = asList(request['contents'], 'contents');
  if (contents.length === 0) throw badRequest('* GenerateContentRequest.contents: contents is not specified');
  const config = asObject(request['generationConfig'] ?? {}, 'generationConfig');
  checkTemperature(config['temperature'], 'generationConfig.temperature', 2);
  const turns = contents.reduce<readonly Turn[]>(
    (before, value, index) => [...before, ...readContent(asObject(value, `contents[${index}]`), index, before)],
    [],
  );
  checkToolResults(turns);
  const system =
    request['systemInstruction'] === undefined ? [] : partsOf(asObject(request['systemInstruction'], 'systemInstruction'), 'systemInstruction');
  const tools = asList(request['tools'] ?? [], 'tools')
    .flatMap((tool) => asList(asObject(tool, 'tools')['functionDeclarations'] ?? [], 'functionDeclarations'))
    .map((declaration) => asString(asObject(declaration, 'functionDeclarations')['name'], 'functionDeclarations.name'));
  return { model, system: textIn(system), tools, turns, wantsJson: config['responseMimeType'] === 'application/json' };
}

function readContent(content: JsonObject, index: number, before: readonly Turn[]): readonly Turn[] {
  const parts = partsOf(content, `contents[${index}]`);
  const role = content['role'] ?? 'user';
  if (role === 'model') {
    const calls = parts
      .flatMap(({ functionCall }) => (functionCall === undefined ? [] : [asObject(functionCall, 'functionCall')]))
      .map(({ name, args }, at): ToolCall => ({
        id: `${index}.${at}`,
        name: asString(name, 'functionCall.name'),
        arguments: asObject(args ?? {}, 'functionCall.args'),
      }));
    return [{ role: 'assistant', text: textIn(parts), calls }];
  }
  if (role !== 'user' && role !== 'function') throw badRequest('Please use a valid role: user, model.');
  // Results carry no id here: each belongs to the first call of its name that still waits.
  const last = before.at(-1);
  const waiting = last?.role === 'assistant' ? [...last.calls] : [];
  const results = parts.flatMap(({ functionResponse }): Turn[] => {
    if (functionResponse === undefined) return [];
    const { name, response } = asObject(functionResponse, 'functionResponse');
    const at = waiting.findIndex((call) => call.name === name);
    const [call] = at < 0 ? [] : waiting.splice(at, 1);
    if (call === undefined) throw badRequest('Please ensure that function response turn comes immediately after a function call turn.');
    return [{ role: 'tool', callId: call.id, text: JSON.stringify(response) }];
  });
  const text = textIn(parts);
  return [...results, ...(text === '' ? [] : [{ role: 'user' as const, text }])];
}

function partsOf(content: JsonObject, where: string): readonly JsonObject[] {
  return asList(content['parts'], `${where}.parts`).map((part, index) => asObject(part, `${where}.parts[${index}]`));
}

function textIn(parts: readonly JsonObject[]): string {
  return parts.flatMap(({ text }) => (typeof text === 'string' ? [text] : [])).join('\n');
}
