import { openRecording } from '../../src/cassette/recording.ts';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { openaiChat } from '../../src/dialect/openai-chat.ts';
import { exactMatching, type CassetteHeader, type RecordedExchange } from '../../src/domain/cassette.ts';
import type { Block, Turn } from '../../src/domain/chat.ts';
import { encodeUtf8, joinChunks, type HttpRequest, type HttpResponse } from '../../src/domain/http.ts';

export const header: CassetteHeader = { source: 'a test', matching: exactMatching, redacted: {}, branches: [] };

export function text(said: string): Block {
  return { kind: 'text', text: said };
}

export function says(role: Turn['role'], said: string): Turn {
  return { role, blocks: [text(said)] };
}

/** A chat request as an OpenAI client sends it. */
export function chatRequest(turns: readonly Turn[], members: { readonly stream?: boolean; readonly system?: string } = {}): HttpRequest {
  return openaiChat.writeRequest({
    operation: 'chat',
    model: 'gpt-4o',
    stream: members.stream ?? false,
    system: [text(members.system ?? 'You are a careful agent.')],
    tools: [],
    parameters: { temperature: 0 },
    turns,
  });
}

export function chatAnswer(said: string, stream: boolean, id = 'chatcmpl-1'): HttpResponse {
  return openaiChat.writeResponse(
    {
      id,
      model: 'gpt-4o',
      blocks: [text(said)],
      finish: { reason: 'stop', raw: 'stop' },
      usage: { inputTokens: 3, outputTokens: 2 },
      complete: true,
    },
    { stream },
  );
}

export function exchange(id: number, request: HttpRequest, response: HttpResponse): RecordedExchange {
  return { id, branch: 'main', dialect: 'openai-chat', request, response, chunkAtMs: response.chunks.map((_, index) => index), endedAtMs: 9 };
}

/** `count` exchanges of one conversation: each asks with the whole history before it. */
export function conversation(count: number, options: { readonly topic?: string; readonly stream?: boolean } = {}): readonly RecordedExchange[] {
  const turns: Turn[] = [];
  return Array.from({ length: count }, (_, index) => {
    turns.push(says('user', `${options.topic ?? 'topic'}: question ${index + 1}, asked in some more words`));
    const request = chatRequest([...turns], { stream: options.stream ?? false });
    const said = `${options.topic ?? 'topic'}: answer ${index + 1} é😀`;
    turns.push(says('assistant', said));
    return exchange(index + 1, request, chatAnswer(said, options.stream ?? false));
  });
}

/** The same answer, cut into other pieces. */
export function cutInto(response: HttpResponse, pieceBytes: number): HttpResponse {
  const bytes = joinChunks(response.chunks);
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) chunks.push(bytes.subarray(at, at + pieceBytes));
  return { ...response, chunks };
}

/** Records exchanges to a cassette through the real recording. */
export function recordTo(
  path: string,
  exchanges: readonly RecordedExchange[],
  mode: 'create' | 'replace' | 'append' = 'create',
  answer?: string,
): void {
  const recording = openRecording(path, { mode, header, dialects: allDialects });
  for (const recorded of exchanges) recording.add({ ...recorded, id: recording.nextId() });
  recording.finish({ redacted: {}, ...(answer === undefined ? {} : { answer }) });
}

export function plainExchange(id: number, to: string, body: string, answer: string, status = 200): RecordedExchange {
  const [method, url] = to.split(' ') as [string, string];
  return {
    id,
    branch: 'main',
    dialect: undefined,
    request: { method, url, headers: [['content-type', 'application/json']], body: encodeUtf8(body) },
    response: { status, statusText: 'OK', headers: [['content-type', 'text/plain']], chunks: [encodeUtf8(answer)], ending: 'complete' },
    chunkAtMs: [1],
    endedAtMs: 2,
  };
}
