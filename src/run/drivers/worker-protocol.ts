import type { HeaderList, WireEnding } from '../../domain/http.ts';
import type { Json } from '../../domain/json.ts';
import type { ClockOrder } from '../virtual-time/virtual-clock.ts';
import type { ClockNews, EpisodeTime } from '../virtual-time/worker-clock.ts';

/** What the main thread tells a worker that runs function agents. */
export type ToWorker = LoadMessage | HoldMessage | TaskMessage | ClockOrder | AnswerPart;

/** The first of all: a thread starts without its agent. */
export interface LoadMessage {
  readonly kind: 'load';
  readonly module: string;
  readonly exportName: string;
  /** What differs from the environment that the worker was started with. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The thread is to do nothing for so long. */
export interface HoldMessage {
  readonly kind: 'hold';
  readonly ms: number;
}

export interface TaskMessage {
  readonly kind: 'task';
  readonly index: number;
  readonly task: Json;
  /** What differs from the environment that the worker was started with. */
  readonly environment: Readonly<Record<string, string>>;
  /** On the first task of an episode on virtual time. */
  readonly time?: EpisodeTime;
}

/** A part of the answer to a request; the last has an ending, also where the agent hung up. */
export type AnswerPart =
  | { readonly kind: 'head'; readonly request: number; readonly status: number; readonly statusText: string; readonly headers: HeaderList }
  | { readonly kind: 'chunk'; readonly request: number; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly request: number; readonly ending: WireEnding; readonly refused?: boolean }
  /** A whole answer in one message. */
  | {
      readonly kind: 'answer';
      readonly request: number;
      readonly status: number;
      readonly statusText: string;
      readonly headers: HeaderList;
      readonly chunks: readonly Uint8Array[];
      readonly ending: WireEnding;
    };

/** What a worker tells the main thread; on virtual time with the moment, in milliseconds since the episode began. */
export type FromWorker = WorkerNews & { readonly atMs?: number };

export type WorkerNews =
  | ClockNews
  | { readonly kind: 'ready' }
  | { readonly kind: 'held' }
  | { readonly kind: 'unusable'; readonly message: string }
  | {
      readonly kind: 'request';
      readonly request: number;
      readonly method: string;
      readonly target: string;
      readonly headers: HeaderList;
      readonly body: Uint8Array;
    }
  | { readonly kind: 'abort'; readonly request: number }
  | { readonly kind: 'egress'; readonly target: string }
  | { readonly kind: 'program'; readonly program: string }
  | { readonly kind: 'done'; readonly index: number; readonly answer: Json; readonly printed: PrintedBytes }
  | { readonly kind: 'failed'; readonly index: number; readonly message: string; readonly printed: PrintedBytes };

/** How much the worker has printed since it was started. What it prints comes on another way than its messages, and may come after them. */
export type PrintedBytes = Readonly<Record<'stdout' | 'stderr', number>>;

/** What a worker is started with. */
export interface WorkerStart {
  /** All timers of the worker run on a clock of their own. */
  readonly virtual: boolean;
  /** What must be set again before the agent is loaded; undefined is deleted. */
  readonly restore: Readonly<Record<string, string | undefined>>;
}

/** Host of the base URLs that function agents see; nothing listens there, the patched clients know it. */
export const inProcessOrigin = 'http://rehearsal.invalid';

/** The bytes alone: a message copies the whole buffer that a piece of one stands in. */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}
