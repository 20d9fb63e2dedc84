import type { Block, ChatRequest, FinishReason } from '../../domain/chat.ts';
import type { Dialect } from '../../dialect/index.ts';
import { joinChunks, type Answer, type HttpRequest } from '../../domain/http.ts';
import type { StoryTurn } from './story.ts';

/** About what a token is. */
const charactersPerToken = 4;
const rawFinish: Readonly<Partial<Record<FinishReason, string>>> = { 'tool-calls': 'tool_calls', 'content-filter': 'content_filter' };

/** A turn as the HTTP answer of the provider that the agent asked. */
export function renderTurn(
  turn: StoryTurn,
  {
    dialect,
    request,
    asked,
    index,
  }: { readonly dialect: Dialect; readonly request: ChatRequest; readonly asked: HttpRequest; readonly index: number },
): Answer {
  const { blocks, ends = 'whole' } = turn;
  const reason = turn.finish ?? (blocks.some(({ kind }) => kind === 'tool-call') ? 'tool-calls' : 'stop');
  const response = dialect.writeResponse(
    {
      model: request.model,
      blocks: withIds(blocks, index),
      ...(ends === 'without-end' ? {} : { finish: { reason, raw: rawFinish[reason] ?? reason } }),
      usage: { inputTokens: tokens(request.turns), outputTokens: tokens(blocks) },
      complete: ends !== 'without-end',
    },
    { stream: request.stream, request: asked },
  );
  const body = ends === 'early' ? [joinChunks(response.chunks).subarray(0, Math.floor(sizeOf(response.chunks) / 2))] : response.chunks;
  const headers = ends === 'early' ? response.headers.filter(([name]) => name.toLowerCase() !== 'content-length') : response.headers;
  return { status: response.status, statusText: response.statusText, headers, body };
}

/** Every call has an id of its own, unless the turn gives it one. */
function withIds(blocks: readonly Block[], turn: number): readonly Block[] {
  return blocks.map((block, index) => (block.kind === 'tool-call' && block.id === '' ? { ...block, id: `call_${turn + 1}_${index + 1}` } : block));
}

function sizeOf(chunks: readonly Uint8Array[]): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

function tokens(value: unknown): number {
  return Math.ceil(JSON.stringify(value).length / charactersPerToken);
}
