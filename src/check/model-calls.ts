import type { EventKind, EventOf } from '../domain/event.ts';

/** One HTTP exchange with a model. */
export interface ModelCall {
  readonly seq: number;
  readonly atMs: number;
  readonly request: EventOf<'model-request'>;
  /** Equal for requests that ask for the same state of a conversation, whichever model is asked. */
  readonly state: string;
  readonly answer: EventOf<'model-answer'> | undefined;
  /** The agent hung up before the answer was complete. */
  readonly hungUp: EventOf<'agent-hung-up'> | undefined;
  readonly endSeq: number | undefined;
  readonly endMs: number | undefined;
  /** `open` where neither an answer nor an end was seen. */
  readonly outcome: 'ok' | 'transient' | 'permanent' | 'open';
}

/** Statuses that say that this request will never pass, however often it is made. */
export const permanentStatuses: ReadonlySet<number> = new Set([400, 401, 403, 404, 422]);

type Of = <K extends EventKind>(kind: K) => readonly EventOf<K>[];

/** Requests to models, each with its answer. */
export function modelCallsOf(of: Of): readonly ModelCall[] {
  const requests = of('model-request');
  if (requests.length === 0) return [];
  const answers = new Map(of('model-answer').map((answer) => [answer.call, answer]));
  const hangUps = new Map(of('agent-hung-up').map((event) => [event.call, event]));
  const states = new Map<number, number>();
  return requests.map((request) => {
    const known = states.get(request.conversation) ?? 0;
    const count = request.attempt === 1 ? known + 1 : known;
    states.set(request.conversation, count);
    const answer = answers.get(request.call);
    // A client that closes the connection after the last word of an answer has heard it whole.
    const hungUp = answer?.complete === true ? undefined : hangUps.get(request.call);
    const end = hungUp ?? answer;
    const state = `${request.conversation}.${count}`;
    return {
      seq: request.seq,
      atMs: request.atMs,
      request,
      state,
      answer,
      hungUp,
      endSeq: end?.seq,
      endMs: end?.atMs,
      outcome: outcomeOf(answer, hungUp),
    };
  });
}

function outcomeOf(answer: EventOf<'model-answer'> | undefined, hungUp: EventOf<'agent-hung-up'> | undefined): ModelCall['outcome'] {
  if (hungUp !== undefined) return 'transient';
  if (answer === undefined) return 'open';
  const status = answer.error?.status ?? answer.status;
  if (permanentStatuses.has(status)) return 'permanent';
  return status >= 400 || answer.error !== undefined || !answer.complete ? 'transient' : 'ok';
}
