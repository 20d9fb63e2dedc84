import type { FinishReason } from '../../domain/chat.ts';
import { joinChunks, type HttpRequest, type HttpResponse } from '../../domain/http.ts';
import type { Dialect } from '../../dialect/dialect.ts';
import type { ModelTurn, TurnDamage } from './model-turn.ts';

export interface RenderOptions {
  readonly stream: boolean;
  /** The request that is answered: some forms depend on it. */
  readonly request?: HttpRequest;
  /** The model that is said to have answered; the one that was asked for. */
  readonly model?: string;
}

/** Words of the providers for why an answer ended. */
const rawFinish: Readonly<Partial<Record<FinishReason, string>>> = { 'tool-calls': 'tool_calls', 'content-filter': 'content_filter' };

/** A turn as the provider would have sent it, in the dialect of the agent, streamed or not, damaged as it says. */
export function renderTurn(turn: ModelTurn, dialect: Dialect, { stream, request, model }: RenderOptions): HttpResponse {
  const { blocks, finish, damage } = turn;
  const written = dialect.writeResponse(
    {
      ...(model === undefined ? {} : { model }),
      blocks,
      finish: { reason: finish, raw: rawFinish[finish] ?? finish },
      usage: { inputTokens: 1, outputTokens: 1 },
      // What says that it is the end is never part of a damaged answer, wherever it breaks off.
      complete: damage === undefined,
    },
    { stream, ...(request === undefined ? {} : { request }) },
  );
  return damage === undefined ? written : damaged(written, damage);
}

/** What was cut off is at least one byte, or nothing would have broken off. */
function damaged(response: HttpResponse, damage: TurnDamage): HttpResponse {
  if (damage.kind === 'no-end') return response.chunks.length > 1 ? { ...response, ending: 'complete' } : withoutEnd(response, 99, 'complete');
  const ending = damage.abruptly ? 'aborted' : 'complete';
  if (response.chunks.length < 2) return withoutEnd(response, damage.afterPercent, ending);
  const kept = Math.min(response.chunks.length - 1, Math.floor((response.chunks.length * damage.afterPercent) / 100));
  return { ...response, chunks: response.chunks.slice(0, kept), ending };
}

function withoutEnd(response: HttpResponse, percent: number, ending: HttpResponse['ending']): HttpResponse {
  const bytes = joinChunks(response.chunks);
  const kept = Math.max(0, Math.min(bytes.length - 1, Math.floor((bytes.length * percent) / 100)));
  return { ...response, chunks: kept === 0 ? [] : [bytes.slice(0, kept)], ending };
}
