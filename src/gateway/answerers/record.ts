import type { Redactor } from '../../cassette/redaction/index.ts';
import type { Recording } from '../../cassette/recording.ts';
import type { ChatResponse } from '../../domain/chat.ts';
import { type RehearsalFailure, toFailure } from '../../domain/failure.ts';
import { withoutHeaders, WireBreak, type Answer, type WireEnding } from '../../domain/http.ts';
import type { Answerer, Call, Given } from '../answerer.ts';
import { redactAnswer } from '../redacted-answer.ts';

export interface RecordOptions {
  readonly recording: Recording;
  readonly redactor: Redactor;
  readonly branch: string;
  /** Who really answers. */
  readonly upstream: Answerer;
  /** Told when an exchange could not be kept; the agent gets its answer all the same. */
  onFailure(failure: RehearsalFailure): void;
}

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
    const done = (): void => {
      reading.delete(inFlight.promise);
      inFlight.resolve();
    };
    const keeper = keepAnswer(options, call, id, given.answer, { startedAt, isWanted: (ending) => !brokenOff || ending === 'complete' });
    const body = keepWhile(given.answer, keeper, done);
    const { status, statusText, headers } = given.answer;
    return {
      ...given,
      heard: keeper.heard,
      exchange: `${options.recording.files.readable}#${id}`,
      answer: { status, statusText, headers, body },
    };
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

async function* keepWhile(answer: Answer, keeper: Keeper, done: () => void): AsyncGenerator<Uint8Array> {
  const iterator = Symbol.asyncIterator in answer.body ? answer.body[Symbol.asyncIterator]() : asyncFrom(answer.body);
  const finish = (ending: WireEnding): Promise<void> => keeper.end(ending).finally(done);
  let finished = false;
  try {
    for (;;) {
      const step = await iterator.next();
      if (step.done === true) break;
      const room = keeper.take(step.value);
      yield step.value;
      await room;
    }
    finished = true;
    await finish('complete');
  } catch (error) {
    // What could not be kept is told by the keeper; here the answer itself breaks.
    finished = true;
    await finish(error instanceof WireBreak ? error.ending : 'error');
    throw error;
  } finally {
    // The agent hung up: read on without it, so that a replay can give the whole answer.
    if (!finished) {
      keeper.cut();
      void drain(iterator, keeper).then(finish);
    }
  }
}

async function drain(iterator: AsyncIterator<Uint8Array>, keeper: Keeper): Promise<WireEnding> {
  const until = performance.now() + drainMsMax;
  try {
    for (;;) {
      const next = iterator.next();
      // A server that has fallen silent is not waited for longer than one that speaks on and on.
      if (!(await within(until - performance.now(), next))) return 'aborted';
      const step = await next;
      if (step.done === true) return 'complete';
      await keeper.take(step.value);
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

/** Takes an answer to the recording while it comes. */
interface Keeper {
  /** Gives what is to be waited for, where the answer comes faster than it can be redacted. */
  take(chunk: Uint8Array): Promise<void> | undefined;
  cut(): void;
  /** Settles when the exchange is kept, or has been said to be lost. */
  end(ending: WireEnding): Promise<void>;
  readonly heard: Promise<ChatResponse | undefined>;
}

interface KeepOptions {
  readonly startedAt: number;
  /** Whether an answer that ends so is to be kept. */
  isWanted(ending: WireEnding): boolean;
}

function keepAnswer(options: RecordOptions, call: Call, id: number, answer: Answer, { startedAt, isWanted }: KeepOptions): Keeper {
  const { recording, redactor } = options;
  const { status, statusText } = answer;
  const request = { ...call.scrubbed, headers: withoutHeaders(call.scrubbed.headers, connectionHeaders) };
  const writer = recording.begin({ id, branch: options.branch, dialect: call.dialect?.name, request, response: { status, statusText } });
  const sinceStart = (): number => Math.round(performance.now() - startedAt);
  const times: number[] = [];
  let isLost = false;
  /** The agent gets its answer although it could not be kept. */
  const attempt = (write: () => void): void => {
    if (isLost) return;
    try {
      write();
    } catch (error) {
      isLost = true;
      options.onFailure(toFailure(error, 'RECORDING_FAILED'));
    }
  };
  const redacted = redactAnswer({
    redactor,
    call,
    head: answer,
    take: ({ bytes, chunkBytes }) => attempt(() => writer.add({ bytes, chunkBytes, chunkAtMs: times.splice(0, chunkBytes.length) })),
  });
  return {
    heard: redacted.heard,
    cut: () => redacted.cut(),
    take(chunk) {
      times.push(sinceStart());
      return redacted.push(chunk);
    },
    async end(ending) {
      const endedAtMs = sinceStart();
      try {
        const { headers, meaning } = await redacted.end(ending);
        if (!isWanted(ending)) return;
        attempt(() => writer.finish({ headers, ending, endedAtMs, redacted: redactor.counts(), ...(meaning === undefined ? {} : { meaning }) }));
      } catch (error) {
        attempt(() => {
          throw error;
        });
      }
    },
  };
}
