import { createHash } from 'node:crypto';
import type { Redactor } from '../cassette/redaction/index.ts';
import type { FinishedRecording, Recording } from '../cassette/recording.ts';
import type { Event } from '../domain/event.ts';
import { failureText, type RehearsalFailure, toFailure } from '../domain/failure.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import type { CasePlan } from '../domain/scenario.ts';
import { createRecordAnswerer, type Answerer, type RecordingAnswerer } from '../gateway/index.ts';
import type { EpisodeHistory } from './event-log.ts';
import { slug } from './file-names.ts';
import type { RunContext } from './run-context.ts';

/** The cassette, or the branch of one, that an episode makes. */
export interface EpisodeRecording {
  readonly answerer: Answerer;
  readonly notes: readonly string[];
  /** Waits for what is on its way, and puts the cassette in its place; or says why there is none. */
  close(): Promise<RecordingEnd>;
}

export interface RecordingEnd {
  readonly recorded?: FinishedRecording;
  /** Why nothing was recorded. */
  readonly note?: string;
  /** A branch was to be recorded, and nothing diverged. */
  readonly needsNoBranch?: boolean;
}

export interface EpisodeRecordingOptions {
  readonly plan: CasePlan;
  readonly context: RunContext;
  readonly history: EpisodeHistory;
  readonly redactor: Redactor;
  /** Opens whoever is recorded. */
  live(): Answerer | Promise<Answerer>;
  /** A history that somebody made up is kept however it ends; one of the agent alone only where it came to its end. */
  readonly isMadeUp: boolean;
  /** Under the faults of the case: only what happens because of them. */
  readonly isBranch: boolean;
}

/** Opens the recording of an episode. */
export async function openEpisodeRecording(options: EpisodeRecordingOptions): Promise<EpisodeRecording> {
  const { plan, context, history, redactor, isBranch } = options;
  const branch = isBranch ? branchName(plan) : undefined;
  const { openRecording } = await import('../cassette/recording.ts');
  const recording = openRecording(plan.cassette, {
    mode: isBranch ? 'append' : context.update ? 'replace' : 'create',
    header: {
      source: plan.model?.label ?? 'live',
      matching: plan.matching,
      redaction: plan.redaction,
      redacted: {},
      branches: [],
      ...(plan.recordedCommand === undefined ? {} : { command: plan.recordedCommand.map((word) => redactor.text(word)) }),
    },
    dialects: context.dialects,
    ...(branch === undefined ? {} : { branch: { name: branch, faults: plan.faults } }),
  });
  const onFailure = (failure: RehearsalFailure): void => history.emit({ kind: 'failure', code: failure.code, text: failure.message });
  const upstream = await options.live();
  const answerer = createRecordAnswerer({ recording, redactor, branch: branch ?? 'main', upstream, onFailure });
  return {
    answerer,
    notes: recording.notes,
    async close() {
      await ended(answerer, context.signal);
      const broken = context.signal.aborted || (!options.isMadeUp && history.events.some(isBreak));
      if (broken || recording.addedCount === 0) {
        recording.abandon();
        return { note: whyNot(recording, !broken && isBranch), ...(!broken && isBranch ? { needsNoBranch: true } : {}) };
      }
      try {
        return { recorded: recording.finish({ redacted: redactor.counts(), ...(isBranch ? {} : headOf(plan, history.events)) }) };
      } catch (error) {
        const failure = toFailure(error, 'WRITE_FAILED');
        history.emit({ kind: 'failure', code: failure.code, text: failureText(failure) });
        return {};
      }
    },
  };
}

/** Who interrupts a recording does not want to wait for a stream without end; what was whole before is in the journal. */
async function ended(recorder: RecordingAnswerer, signal: AbortSignal): Promise<void> {
  const interrupted = Promise.withResolvers<void>();
  const onAbort = (): void => interrupted.resolve();
  signal.addEventListener('abort', onAbort, { once: true });
  if (!signal.aborted) await Promise.race([recorder.settled(10_000), interrupted.promise]);
  signal.removeEventListener('abort', onAbort);
  if (signal.aborted) await recorder.breakOff();
}

function isBreak(event: Event): boolean {
  return event.kind === 'failure' || (event.kind === 'episode-ended' && event.how !== 'finished' && event.how !== 'failed');
}

function whyNot({ addedCount, files }: Recording, isBranch: boolean): string {
  if (addedCount > 0) return `The recording was not finished; the ${addedCount} exchanges so far lie in ${files.journal}.`;
  return isBranch
    ? 'No branch is needed: under its faults the agent asks nothing that the main line does not answer.'
    : 'Nothing was recorded: the agent asked no model.';
}

/** What the head of the cassette says of a recording that has come to its end. */
function headOf(plan: CasePlan, events: readonly Event[]): { readonly answer?: string; readonly source?: string } {
  const answer = lastAnswer(events);
  const asked = [...new Set(events.flatMap((event) => (event.kind === 'model-request' ? [event.dialect] : [])))];
  return {
    ...(answer === undefined ? {} : { answer }),
    ...(plan.model === undefined && asked.length > 0 ? { source: `live (${asked.join(', ')})` } : {}),
  };
}

function branchName(plan: CasePlan): string {
  const faults = canonicalJson(plan.faults as unknown as Json);
  // Two schedules of the same kinds are two branches, whatever their settings.
  return `${slug(plan.faults.map(({ fault }) => fault).join(' '))}-${createHash('sha256').update(faults).digest('hex').slice(0, 8)}`;
}

/** What the agent answered last, as one text. */
function lastAnswer(events: readonly Event[]): string | undefined {
  const value = events.findLast((event) => event.kind === 'answer')?.value;
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}
