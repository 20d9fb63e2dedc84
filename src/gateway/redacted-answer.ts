import type { RedactedPiece, Redactor } from '../cassette/redaction/index.ts';
import type { ResponseReader } from '../dialect/dialect.ts';
import type { ChatResponse } from '../domain/chat.ts';
import type { Answer, HeaderList, WireEnding } from '../domain/http.ts';
import type { Call } from './answerer.ts';

/** What is known of an answer that has ended. */
export interface EndedAnswer {
  /** Redacted. */
  readonly headers: HeaderList;
  /** What it says; undefined for plain HTTP, and where the agent hung up before. */
  readonly meaning: ChatResponse | undefined;
}

/** An answer that is redacted and read while it comes, once for all who want to know of it. */
export interface RedactedAnswer {
  /** Gives what is to be waited for before more may come, where it comes faster than it can be read. */
  push(chunk: Uint8Array): Promise<void> | undefined;
  /** Nothing more comes. */
  end(ending: WireEnding): Promise<EndedAnswer>;
  /** The agent hears no more of it: what it has heard is read as an answer that was broken off. More may come for the recording. */
  cut(): void;
  /** What the agent has heard; known after `end` or `cut`. */
  readonly heard: Promise<ChatResponse | undefined>;
}

interface RedactedAnswerOptions {
  readonly redactor: Redactor;
  readonly call: Call;
  readonly head: Omit<Answer, 'body' | 'ending'>;
  /** Gets what has become final; nothing else of the body may be written anywhere. */
  take?(piece: RedactedPiece): void;
}

/** So much may wait to be redacted, beside what redaction holds back. */
const waitingBytesMax = 1024 * 1024;
/** Less is looked at without pausing. */
const unpausedBytesMax = 16 * 1024;

type Task = { readonly chunk: Uint8Array } | { readonly cut: true } | { readonly end: WireEnding };

/** Redacts in slices, between which everything else has its turn. */
export function redactAnswer(options: RedactedAnswerOptions): RedactedAnswer {
  const { redactor, call, head } = options;
  const body = redactor.responseBody(head.headers);
  const heard = Promise.withResolvers<ChatResponse | undefined>();
  const ended = Promise.withResolvers<EndedAnswer>();
  // Whoever waits is told; that nobody waits is no failure of its own.
  for (const { promise } of [heard, ended]) promise.catch(() => undefined);
  let reader: ResponseReader | undefined = readerOf(call, { ...head, headers: redactor.responseHeaders(head.headers) });
  const tasks: Task[] = [];
  let waitingBytes = 0;
  let isWorking = false;
  let room: PromiseWithResolvers<void> | undefined;

  const take = (piece: RedactedPiece): void => {
    reader?.push(piece.bytes);
    options.take?.(piece);
  };
  const decide = async (isEnd: boolean): Promise<void> => {
    for (const piece of body.work(isEnd)) {
      if (piece !== undefined) take(piece);
      else if (body.waitingBytes > unpausedBytesMax) await nextTurn();
    }
  };
  const perform = async (task: Task): Promise<void> => {
    if ('chunk' in task) {
      waitingBytes -= task.chunk.length;
      body.push(task.chunk);
      return decide(false);
    }
    if ('cut' in task) {
      for (const piece of body.copy().work(true)) {
        if (piece !== undefined) reader?.push(piece.bytes);
        else if (body.waitingBytes > unpausedBytesMax) await nextTurn();
      }
      heard.resolve(reader?.end('aborted'));
      reader = undefined;
      return;
    }
    await decide(true);
    const meaning = reader?.end(task.end);
    heard.resolve(meaning);
    ended.resolve({ headers: redactor.responseHeaders(head.headers, body), meaning });
  };
  const work = async (): Promise<void> => {
    isWorking = true;
    try {
      for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
        await perform(task);
        if (waitingBytes <= waitingBytesMax) room?.resolve();
        if (waitingBytes <= waitingBytesMax) room = undefined;
      }
    } catch (error) {
      heard.reject(error);
      ended.reject(error);
      room?.resolve();
    } finally {
      isWorking = false;
    }
  };
  const add = (task: Task): void => {
    tasks.push(task);
    if (!isWorking) void work();
  };
  return {
    push(chunk) {
      waitingBytes += chunk.length;
      add({ chunk });
      if (waitingBytes <= waitingBytesMax) return undefined;
      room ??= Promise.withResolvers<void>();
      return room.promise;
    },
    end(ending) {
      add({ end: ending });
      return ended.promise;
    },
    cut: () => add({ cut: true }),
    heard: heard.promise,
  };
}

/** What reads an answer to this call; undefined where it is no answer of a model. */
export function readerOf(call: Call, head: Omit<Answer, 'body' | 'ending'>): ResponseReader | undefined {
  return call.canonical.chat === undefined ? undefined : call.dialect?.responseReader(head);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
