import type { HttpResponse } from '../../domain/http.ts';
import { WireBreak } from '../../domain/http.ts';
import type { CassetteEntry, Playback, Dialects } from '../../cassette/index.ts';
import type { Answerer, Call, Given } from '../answerer.ts';
import { missAnswer } from '../miss-answer.ts';

/** How fast a recording is played: at once, as it was, or that many times as slow (0.1 is ten times as fast). */
export type Pace = 'instant' | 'recorded' | number;

export interface ReplayOptions {
  readonly playback: Playback;
  readonly dialects: Dialects;
  readonly pace: Pace;
  /** The command that records again, named in misses. */
  readonly updateCommand: string;
  /** Who answers where a fault has led the agent to what was never recorded; without one the episode has diverged. */
  readonly onDivergence?: Answerer;
}

/** Answers from cassettes; a request that was never recorded gets an explanation, and nothing else. */
export function createReplayAnswerer(options: ReplayOptions): Answerer {
  const { playback } = options;
  return {
    async answer(call): Promise<Given> {
      const found = playback.find(call.canonical, { faulted: call.faulted });
      if (found.kind === 'found') {
        const { entry, loose } = found;
        return {
          ...play(entry, call, options.pace, loose !== undefined),
          origin: 'replayed',
          exchange: `${entry.file}#${entry.id}`,
          putBack: found.take(),
          ...(loose === undefined ? {} : { loose: loose.name }),
        };
      }
      if (call.faulted && options.onDivergence !== undefined) return options.onDivergence.answer(call);
      const { explainExhausted, explainMiss } = await import('../../cassette/miss.ts');
      const context = { call: call.number, updateCommand: options.updateCommand, dialects: options.dialects };
      const miss = found.kind === 'exhausted' ? explainExhausted(found.entry, context) : explainMiss(call.canonical, playback, context);
      const diverged = call.faulted
        ? {
            code: 'DIVERGED' as const,
            text: `${miss.text}\n  a fault had struck before: this is a divergence, and nobody was named to answer (onDivergence)`,
          }
        : miss;
      return { answer: missAnswer(diverged, call.dialect), origin: 'miss', miss: diverged };
    },
  };
}

function play(entry: CassetteEntry, call: Call, pace: Pace, loose: boolean): Pick<Given, 'answer' | 'meaning'> {
  const { response, chunkAtMs, endedAtMs, meaning } = entry.answer();
  const answered = loose ? inTheFormAskedFor(response, call) : response;
  const { status, statusText, headers, chunks, ending } = answered;
  if (pace === 'instant' || answered !== response) {
    const answer = { status, statusText, headers, body: chunks, ending };
    return meaning === undefined || answered !== response || entry.dialect !== call.dialect?.name ? { answer } : { answer, meaning };
  }
  return {
    answer: {
      status,
      statusText,
      headers,
      body: paced(response, chunkAtMs, endedAtMs, pace === 'recorded' ? 1 : pace, call),
    },
  };
}

/** A loosely matched recording may be a stream where a whole body is asked for, or the other way round; then its meaning is written anew. */
function inTheFormAskedFor(response: HttpResponse, call: Call): HttpResponse {
  const { dialect, canonical } = call;
  if (dialect === undefined || canonical.chat === undefined) return response;
  const isStream = response.headers.some(([name, value]) => name.toLowerCase() === 'content-type' && value.includes('event-stream'));
  if (isStream === canonical.chat.stream || response.status >= 400) return response;
  return dialect.writeResponse(dialect.readResponse(response), { stream: canonical.chat.stream, request: call.request });
}

async function* paced(
  response: HttpResponse,
  chunkAtMs: readonly number[],
  endedAtMs: number,
  factor: number,
  { clock, signal }: Call,
): AsyncGenerator<Uint8Array> {
  const startedMs = clock.now();
  const until = (atMs: number): Promise<void> =>
    // An agent that hung up waits for nothing more.
    clock.sleep(startedMs + atMs * factor - clock.now(), signal).catch(() => undefined);
  for (const [index, chunk] of response.chunks.entries()) {
    await until(chunkAtMs[index] ?? 0);
    if (signal.aborted) return;
    yield chunk;
  }
  await until(endedAtMs);
  if (response.ending !== 'complete') throw new WireBreak(response.ending, 'The recording ends here.');
}
