import type { EvidenceEventBody } from './agent-report.ts';
import type { Block, FinishReason, Operation, ProviderError, Turn, Usage } from './chat.ts';
import type { Json } from './json.ts';
import type { ToolEventBody } from './tool-event.ts';

/** Who gave an answer. */
export type Origin = 'replayed' | 'recorded' | 'fault' | 'scripted' | 'generated' | 'passed' | 'miss';

/**
 * One thing that happened. `seq` counts from 1 within the episode and is the only order a check may use; `atMs` is milliseconds
 * since the episode began, for people to read.
 */
export type Event = { readonly seq: number; readonly atMs: number } & EventBody;

export type EventBody =
  | ToolEventBody
  | EvidenceEventBody
  | {
      readonly kind: 'episode-started';
      readonly scenario: string;
      readonly case: string;
      readonly agent: string;
      readonly mode: 'replay' | 'record' | 'script' | 'generate';
      readonly seed: number;
      readonly clock: 'real' | 'virtual';
      /** What keeps the agent from other hosts; 'not sealed' where a client could ignore it. */
      readonly seal: 'sealed' | 'not sealed';
    }
  | { readonly kind: 'task-given'; readonly index: number; readonly task: Json }
  | {
      readonly kind: 'model-request';
      /** Numbers the HTTP exchanges of the episode from 1. */
      readonly call: number;
      /** Requests that continue one another share a conversation. */
      readonly conversation: number;
      readonly dialect: string;
      readonly operation: Operation;
      readonly model: string;
      readonly stream: boolean;
      /** 1 for the first try; the same conversation state asked again counts up. */
      readonly attempt: number;
      readonly turnCount: number;
      /** The turns that this conversation had not shown before. */
      readonly newTurns: readonly Turn[];
      /** Instructions and tool names, on the first request of a conversation and whenever they change. */
      readonly system?: string;
      readonly tools?: readonly string[];
    }
  | {
      readonly kind: 'model-answer';
      readonly call: number;
      readonly origin: Origin;
      readonly status: number;
      readonly blocks: readonly Block[];
      readonly finish?: FinishReason;
      readonly usage?: Usage;
      /** False where the terminal event of the stream was not delivered. */
      readonly complete: boolean;
      readonly error?: ProviderError;
      readonly malformed?: string;
      /** `<cassette>#<id>` of the recording that answered. */
      readonly exchange?: string;
      /** Name of the matcher, where a looser one than the exact was needed. */
      readonly loose?: string;
    }
  /** The result of a tool was told to the model: the evidence, without a world of tools, that the tool was executed. */
  | {
      readonly kind: 'tool-result';
      readonly call: number;
      readonly id: string;
      readonly name: string;
      readonly arguments?: Json;
      readonly text: string;
      readonly isError: boolean;
    }
  | { readonly kind: 'http-request'; readonly call: number; readonly method: string; readonly url: string; readonly bodyBytes: number }
  | {
      readonly kind: 'http-answer';
      readonly call: number;
      readonly origin: Origin;
      readonly status: number;
      readonly bodyBytes: number;
      readonly complete: boolean;
      readonly exchange?: string;
      readonly loose?: string;
    }
  | { readonly kind: 'egress-denied'; readonly target: string }
  | { readonly kind: 'websocket-refused'; readonly url: string }
  /** A sealed agent started a program or a thread, which the seal does not reach. */
  | { readonly kind: 'program-started'; readonly program: string }
  | {
      readonly kind: 'replay-missed';
      readonly call: number;
      readonly code: 'REPLAY_MISS' | 'REPLAY_EXHAUSTED' | 'DIVERGED';
      readonly text: string;
    }
  | {
      readonly kind: 'fault-fired';
      /** Of the HTTP exchange that it struck; 0 where it struck something else. */
      readonly call: number;
      /** Of the call of a tool that it struck. */
      readonly toolCall?: number;
      readonly fault: number;
      readonly name: string;
      readonly text: string;
    }
  | { readonly kind: 'fault-unfired'; readonly fault: number; readonly name: string; readonly text: string }
  | { readonly kind: 'agent-hung-up'; readonly call: number }
  | { readonly kind: 'agent-output'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  | { readonly kind: 'agent-exited'; readonly exitCode: number | null; readonly signal: string | null }
  | { readonly kind: 'answer'; readonly index: number; readonly value: Json }
  | { readonly kind: 'recordings-unused'; readonly exchanges: readonly string[]; readonly severity: 'error' | 'note' }
  | { readonly kind: 'failure'; readonly code: string; readonly text: string }
  | {
      readonly kind: 'episode-ended';
      /** `stuck`: on virtual time nothing could happen any more, neither a timer nor an answer; the agent would have waited for ever. */
      readonly how: 'finished' | 'failed' | 'timed-out' | 'stuck' | 'aborted';
      readonly text?: string;
    };

export type EventKind = EventBody['kind'];
export type EventOf<K extends EventKind> = Extract<Event, { readonly kind: K }>;

/** The events of one kind, in order. */
export function eventsOf<K extends EventKind>(events: readonly Event[], kind: K): readonly EventOf<K>[] {
  return events.filter((event): event is EventOf<K> => event.kind === kind);
}
