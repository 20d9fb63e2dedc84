import type { Redactor } from '../../cassette/redaction/index.ts';
import type { Recording } from '../../cassette/recording.ts';
import type { RecordedExchange } from '../../domain/cassette.ts';
import { RehearsalFailure, toFailure } from '../../domain/failure.ts';
import { withoutHeaders, WireBreak, type Answer, type HttpResponse, type WireEnding } from '../../domain/http.ts';
import type { Answerer, Call, Given } from '../answerer.ts';

export interface RecordOptions {
  readonly recording: Recording;
  readonly redactor: Redactor;
  readonly branch: string;
  /** Who really answers. */
  readonly upstream: Answerer;
  /** Told when an exchange could not be kept; the agent gets its answer all the same. */
  onFailure(failure: RehearsalFailure): void;
}

/** An answer larger than this passes through but is not recorded: redaction needs it whole. */
const recordedBytesMax = 64 * 1024 * 1024;

/** What concerns the connection to the gateway alone: a recording made on another port is the same recording. */
const connectionHeaders = new Set([
  'host',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'proxy-authorization',
  'proxy-connection',
]);

/** How long an answer that the agent did not wait for is read on, so that the recording is whole. */
const drainMsMax = 60_000;

/** A recording answerer, and a wait for the exchanges that are still being read. */
export interface RecordingAnswerer extends Answerer {
  /** Waits until every exchange is kept; what is not there after the grace is broken off, and kept as far as it came. */
  settled(graceMs: number): Promise<void>;
  /** Breaks off at once what is still on its way. That is not kept: it was not the server who ended it. */
  breakOff(): Promise<void>;
}

/** Passes answers through while it keeps them: redacted, with their chunks and their times. */
export function createRecordAnswerer(options: RecordOptions): RecordingAnswerer {
  const reading = new Set<Promise<void>>();
  let brokenOff = false;
  const answer = async (call: Call): Promise<Given> => {
    const id = options.recording.nextId();
    const startedAt = performance.now();
    const given = await options.upstream.answer(call);
    // Until it is kept, an exchange is in flight, also when the agent has long gone.
    const inFlight = Promise.withResolvers<void>();
    reading.add(inFlight.promise);
    const done = (kept: Kept): void => {
      if (!brokenOff || kept.ending === 'complete') keep(options, call, id, given.answer, kept);
      reading.delete(inFlight.promise);
      inFlight.resolve();
    };
    const body = keepWhile(given.answer, done, startedAt);
    const { status, statusText, headers } = given.answer;
    return { ...given, exchange: `${options.recording.files.readable}#${id}`, answer: { status, statusText, headers, body } };
  };
  const closeUpstream = async (): Promise<void> => {
    options.upstream.close?.();
    await within(1000, Promise.all(reading));
  };
  return {
    answer,
    async settled(graceMs) {
      if (!(await within(graceMs, Promise.all(reading)))) await closeUpstream();
    },
    async breakOff() {
      brokenOff = true;
      await closeUpstream();
    },
  };
}

interface Kept {
  readonly chunks: readonly Uint8Array[];
  readonly chunkAtMs: readonly number[];
  readonly endedAtMs: number;
  readonly ending: WireEnding;
  readonly tooLarge: boolean;
}

async function* keepWhile(answer: Answer, done: (kept: Kept) => void, startedAt: number): AsyncGenerator<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const chunkAtMs: number[] = [];
  let bytes = 0;
  const sinceStart = (): number => Math.round(performance.now() - startedAt);
  const take = (chunk: Uint8Array): void => {
    bytes += chunk.length;
    if (bytes > recordedBytesMax) chunks.length = chunkAtMs.length = 0;
    else {
      chunks.push(chunk);
      chunkAtMs.push(sinceStart());
    }
  };
  const finish = (ending: WireEnding): void => done({ chunks, chunkAtMs, endedAtMs: sinceStart(), ending, tooLarge: bytes > recordedBytesMax });
  const iterator = Symbol.asyncIterator in answer.body ? answer.body[Symbol.asyncIterator]() : asyncFrom(answer.body);
  let finished = false;
  try {
    for (;;) {
      const step = await iterator.next();
      if (step.done === true) break;
      take(step.value);
      yield step.value;
    }
    finished = true;
    finish('complete');
  } catch (error) {
    finished = true;
    finish(error instanceof WireBreak ? error.ending : 'error');
    throw error;
  } finally {
    // The agent hung up: read on without it, so that a replay can give the whole answer.
    if (!finished) void drain(iterator, take).then(finish);
  }
}

async function drain(iterator: AsyncIterator<Uint8Array>, take: (chunk: Uint8Array) => void): Promise<WireEnding> {
  const until = performance.now() + drainMsMax;
  try {
    for (;;) {
      const next = iterator.next();
      // A server that has fallen silent is not waited for longer than one that speaks on and on.
      if (!(await within(until - performance.now(), next))) return 'aborted';
      const step = await next;
      if (step.done === true) return 'complete';
      take(step.value);
    }
  } catch (error) {
    return error instanceof WireBreak ? error.ending : 'error';
  }
}

/** True where the work was done in that time. */
async function within(milliseconds: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), Math.max(0, milliseconds))));
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function* asyncFrom(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

function keep(options: RecordOptions, call: Call, id: number, answer: Answer, kept: Kept): void {
  try {
    if (kept.tooLarge) {
      throw new RehearsalFailure(
        'RECORDING_FAILED',
        `The answer to request ${call.number} is larger than ${recordedBytesMax / 1024 / 1024} MiB; the agent got it, the recording did not.`,
        {
          hint: 'Redaction needs an answer whole. Answers of this size are better served by a plain file or a tool of the scenario.',
        },
      );
    }
    const response: HttpResponse = {
      status: answer.status,
      statusText: answer.statusText,
      headers: answer.headers,
      chunks: kept.chunks,
      ending: kept.ending,
    };
    const redacted = options.redactor.response(response);
    const chunkAtMs =
      redacted.chunks.length === kept.chunkAtMs.length
        ? kept.chunkAtMs
        : redacted.chunks.map((_, index) => kept.chunkAtMs[Math.min(index, kept.chunkAtMs.length - 1)] ?? 0);
    const exchange: RecordedExchange = {
      id,
      branch: options.branch,
      dialect: call.dialect?.name,
      request: { ...call.scrubbed, headers: withoutHeaders(call.scrubbed.headers, connectionHeaders) },
      response: redacted,
      chunkAtMs,
      endedAtMs: kept.endedAtMs,
    };
    options.recording.add(exchange, options.redactor.counts());
  } catch (error) {
    options.onFailure(toFailure(error, 'RECORDING_FAILED'));
  }
}
