import type { EpisodeClock } from '../domain/clock.ts';
import type { Origin } from '../domain/event.ts';
import type { Answer, HttpRequest } from '../domain/http.ts';
import type { CanonicalRequest } from '../cassette/key.ts';
import type { AnswerMeaning } from '../cassette/index.ts';
import type { Dialect } from '../dialect/dialect.ts';

/** A request of the agent, on its way to whoever answers. */
export interface Call {
  /** Counts from 1 within the episode. */
  readonly number: number;
  /** `openai`, `anthropic`, `gemini`, `http/<name>`. */
  readonly provider: string;
  /** As it came; it may hold secrets and must not be written anywhere. */
  readonly request: HttpRequest;
  /** The same, scrubbed. */
  readonly scrubbed: HttpRequest;
  readonly canonical: CanonicalRequest;
  readonly dialect: Dialect | undefined;
  /** A planned fault has struck before in this episode. */
  readonly faulted: boolean;
  /** Whoever waits before or while it answers, waits by this one. */
  readonly clock: EpisodeClock;
  /** Aborted when the agent hangs up. */
  readonly signal: AbortSignal;
  /** Of the answer no more than so many bytes will reach the agent: a fault of its connection. */
  readonly passesBytes?: number;
  /** The network delivers it for the second time. */
  readonly isSecondDelivery?: boolean;
}

export interface Given {
  readonly answer: Answer;
  readonly origin: Origin;
  /** `<cassette>#<id>` of the recording that answered. */
  readonly exchange?: string;
  /** Name of the looser matcher that was needed to find it. */
  readonly loose?: string;
  /** What the answer says, where that is known: it need not be read again. */
  readonly meaning?: AnswerMeaning;
  /** What the agent has heard of it when it has ended, where whoever answers reads it anyway; known after the body was read or left. */
  readonly heard?: Promise<AnswerMeaning | undefined>;
  /** Why there was no recording. */
  readonly miss?: { readonly code: 'REPLAY_MISS' | 'REPLAY_EXHAUSTED' | 'DIVERGED'; readonly text: string };
  /** A planned fault has changed what is said: it may hold what the agent said itself, and is redacted like anything else. */
  readonly changed?: boolean;
  /** Makes the recording unplayed again: a fault struck that consumes none. */
  readonly putBack?: () => void;
}

/** Who answers: a cassette, an upstream, a scripted model, a generator. The gateway does not know which. */
export interface Answerer {
  answer(call: Call): Promise<Given> | Given;
  /** Breaks off whatever is still on its way; absent where nothing can be. */
  close?(): void;
}
