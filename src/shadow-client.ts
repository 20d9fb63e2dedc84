/**
 * Decisions from production, observed beside the person who decides. It never throws into production, waits no longer than it is told to, takes a sample
 * where that is enough, and masks what must not leave the process.
 *
 * @example
 * import { createShadow } from 'rehearsal/shadow';
 *
 * const shadow = createShadow({ url: 'http://127.0.0.1:4020', fingerprint: 'prompt-7' });
 * void shadow.observe({ caseId: '4711', amount: 80 }, () => agent.decide(order));
 * void shadow.person({ caseId: '4711' }, { person: 'ann', decision: 'approve', blind: true });
 *
 * @module
 */
import type { Json } from './domain/json.ts';
import { seededRandom } from './domain/random.ts';

/** What is known of a case. */
export interface ShadowTask {
  readonly caseId: string;
  readonly fields?: Readonly<Record<string, Json>>;
  readonly segments?: Readonly<Record<string, string>>;
  readonly amount?: number;
  /** Could a wrong decision here be critical? */
  readonly couldBeCritical?: boolean;
}

/** What the agent decided; without a decision it counts as an error. */
export interface ObservedDecision {
  readonly decision?: string;
  readonly confidence?: number;
  readonly risk?: number;
  readonly costUsd?: number;
  readonly trace?: string;
  readonly fingerprint?: string;
}

/** What a person decided. */
export interface ObservedPerson {
  readonly person: string;
  readonly decision: string;
  /** True where the person had not seen the agent's decision. */
  readonly blind?: boolean;
}

export interface ShadowSettings {
  /** Origin of `rehearsal shadow serve`. */
  readonly url: string;
  /** Name of the agent. Default `agent`. */
  readonly agent?: string;
  /** Of every decision that brings none of its own. */
  readonly fingerprint?: string;
  /** Share of the cases to observe, chosen by their id, so that agent and person of one case are both there. Default 1. */
  readonly sample?: number;
  /** For deciding and for sending, each. Default 10 000 and 1 000. */
  readonly decideMs?: number;
  readonly sendMs?: number;
  /** At most so many observations under way; more are dropped and counted. Default 100. */
  readonly pendingMax?: number;
  /** Takes out what must not leave the process. Where it throws, nothing is sent. */
  readonly mask?: (task: ShadowTask) => ShadowTask;
  /** Told of everything that went wrong. Default: nobody. */
  readonly onProblem?: (problem: Error) => void;
}

/** What became of an observation. */
export type Observed = 'kept' | 'not sampled' | 'dropped' | 'failed';

export interface Shadow {
  /** The agent's decision, or a function that makes it: one that throws or takes too long is observed as no decision. Never rejects. */
  observe(task: ShadowTask, decision: ObservedDecision | (() => ObservedDecision | Promise<ObservedDecision>)): Promise<Observed>;
  /** A person's decision. Never rejects. */
  person(task: ShadowTask, decision: ObservedPerson): Promise<Observed>;
  /** What was right after all. Never rejects. */
  truth(task: ShadowTask, decision: string): Promise<Observed>;
  /** How many observations ended how. */
  counts(): Readonly<Record<Observed, number>>;
  /** Waits for everything under way, before the process ends. */
  flush(): Promise<void>;
}

/** Makes a client. Nothing is sent until something is observed. */
export function createShadow(settings: ShadowSettings): Shadow {
  const { agent = 'agent', sample = 1, decideMs = 10_000, sendMs = 1_000, pendingMax = 100 } = settings;
  const counts: Record<Observed, number> = { kept: 0, 'not sampled': 0, dropped: 0, failed: 0 };
  const pending = new Set<Promise<unknown>>();

  const guarded = (task: ShadowTask, entriesOf: () => Promise<readonly object[]>): Promise<Observed> => {
    const outcome = attempt(task, entriesOf).then((observed) => {
      counts[observed]++;
      return observed;
    });
    pending.add(outcome);
    void outcome.then(() => pending.delete(outcome));
    return outcome;
  };

  const attempt = async (task: ShadowTask, entriesOf: () => Promise<readonly object[]>): Promise<Observed> => {
    try {
      if (pending.size >= pendingMax) return 'dropped';
      if (!isSampled(task.caseId, sample)) return 'not sampled';
      // Masked before anything is awaited: the caller may change its own object afterwards.
      const masked = settings.mask === undefined ? { ...task } : settings.mask(task);
      const entries = [...caseEntries(masked), ...(await entriesOf())].map((entry) => ({ ...entry, caseId: masked.caseId }));
      await send(settings.url, entries, sendMs);
      return 'kept';
    } catch (error) {
      tell(settings, error);
      return 'failed';
    }
  };

  return {
    observe: (task, decision) =>
      guarded(task, async () => {
        const decided = await decisionOf(decision, decideMs, (error) => tell(settings, error));
        return [
          {
            kind: 'agent',
            agent,
            ...(settings.fingerprint === undefined ? {} : { fingerprint: settings.fingerprint }),
            ...decided,
            decidedAtMs: Date.now(),
          },
        ];
      }),
    person: (task, decision) => guarded(task, () => Promise.resolve([{ kind: 'human', ...decision, decidedAtMs: Date.now() }])),
    truth: (task, decision) => guarded(task, () => Promise.resolve([{ kind: 'truth', decision, decidedAtMs: Date.now() }])),
    counts: () => ({ ...counts }),
    flush: async () => {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
}

function isSampled(caseId: string, share: number): boolean {
  return share >= 1 || seededRandom(0).fork(caseId).next() < share;
}

/** What is known of the case goes with each decision; the ledger counts it once. */
function caseEntries({ fields, segments, amount, couldBeCritical }: ShadowTask): readonly object[] {
  const known = {
    ...(fields === undefined ? {} : { fields }),
    ...(segments === undefined ? {} : { segments }),
    ...(amount === undefined ? {} : { amount }),
    ...(couldBeCritical === undefined ? {} : { couldBeCritical }),
  };
  return Object.keys(known).length === 0 ? [] : [{ kind: 'case', ...known }];
}

async function decisionOf(
  decision: ObservedDecision | (() => ObservedDecision | Promise<ObservedDecision>),
  decideMs: number,
  onProblem: (error: unknown) => void,
): Promise<ObservedDecision> {
  if (typeof decision !== 'function') return { ...decision };
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`The agent had not decided after ${decideMs} ms.`)), decideMs);
      // A process that has nothing else to do need not wait for it.
      timer.unref();
    });
    return await Promise.race([Promise.resolve().then(decision), late]);
  } catch (error) {
    onProblem(error);
    return {};
  } finally {
    clearTimeout(timer);
  }
}

async function send(url: string, entries: readonly object[], sendMs: number): Promise<void> {
  const response = await fetch(new URL('/v1/entries', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ entries }),
    signal: AbortSignal.timeout(sendMs),
    redirect: 'error',
  });
  const text = await response.text();
  const answer = (response.headers.get('content-type') ?? '').includes('json')
    ? (JSON.parse(text) as { kept?: number; rejected?: { text: string }[] })
    : {};
  if (!response.ok || answer.kept !== entries.length)
    throw new Error(`The ledger did not take it (${response.status}): ${answer.rejected?.[0]?.text ?? text.slice(0, 300)}`);
}

/** Whoever listens to problems may fail as well, and that is no problem of production either. */
function tell({ onProblem }: ShadowSettings, error: unknown): void {
  try {
    onProblem?.(error instanceof Error ? error : new Error(String(error)));
  } catch {
    // Nobody is left to be told.
  }
}
