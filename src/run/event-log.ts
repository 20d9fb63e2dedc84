import { closeSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EpisodeClock } from '../domain/clock.ts';
import type { Event, EventBody } from '../domain/event.ts';
import { RehearsalFailure, toFailure } from '../domain/failure.ts';
import { createRealClock } from '../gateway/index.ts';
import { makeFolder } from './make-folder.ts';
import { rememberedJson } from '../domain/written-json.ts';

/** The log of a run: one line of JSON per event, each with the episode it belongs to. The source of truth for every verdict. */
export interface EventLog {
  /**
   * Starts the history of an episode, dated by its clock (the machine's own if absent). With `keep: false` the events are written, and not kept in memory;
   * with `held: true` they are written by `flush` alone, and not at all without it.
   */
  open(episode: string, options?: { readonly keep?: boolean; readonly clock?: EpisodeClock; readonly held?: boolean }): EpisodeHistory;
  /** Writes what is still buffered and closes the file. @throws RehearsalFailure DISK_FULL, WRITE_FAILED */
  close(): void;
}

export interface EpisodeHistory {
  /** `text` is the event as `JSON.stringify` writes it, where somebody has written it already. */
  emit(event: EventBody, text?: string): void;
  readonly events: readonly Event[];
  /** Tells somebody of every further event, once it is written; what is emitted meanwhile comes behind it. */
  watch(onEvent: (event: Event) => void): void;
  /** Calls somebody before every further event, who may emit what has happened before it. */
  lead(before: () => void): void;
  /** Writes this episode's events out. Throws like `close`. */
  flush(): void;
}

const bufferedCharactersMax = 64 * 1024;
const flushMs = 250;
/** One UTF-16 code unit takes no more. */
const utf8BytesMax = 3;
/** Room for what is buffered and one long event. A fresh buffer for every write costs twice the write itself. */
const scratchBytes = 3 * bufferedCharactersMax * utf8BytesMax;

/** Appends to a file of its own; a line is written whole, or (on a crash) not at all but for the last. */
export function createEventLog(path: string): EventLog {
  let descriptor: number;
  try {
    makeFolder(dirname(path));
    descriptor = openSync(path, 'w', 0o644);
  } catch (error) {
    const failure = toFailure(error, 'WRITE_FAILED');
    throw new RehearsalFailure(failure.code, `The event log ${path} cannot be written: ${failure.message}.`, {
      hint: failure.hint ?? 'Name another folder with --reports, one that can be written.',
      cause: error,
    });
  }
  let buffered = '';
  let scratch: Buffer | undefined;
  const flush = (): void => {
    if (buffered === '') return;
    const fits = buffered.length * utf8BytesMax <= (scratch ??= Buffer.allocUnsafeSlow(scratchBytes)).length;
    const bytes = fits ? scratch : Buffer.from(buffered, 'utf8');
    const length = fits ? scratch.write(buffered, 'utf8') : bytes.length;
    buffered = '';
    let written = 0;
    try {
      while (written < length) written += writeSync(descriptor, bytes, written, length - written);
    } catch (error) {
      throw toFailure(error, 'WRITE_FAILED');
    }
  };
  let failed: unknown;
  // What happened must survive a kill, also in a long episode; a failure of this timer shows at the next flush that somebody waits for.
  const timer = setInterval(() => {
    try {
      flush();
    } catch (error) {
      failed ??= error;
    }
  }, flushMs).unref();
  const flushOrThrow = (): void => {
    if (failed !== undefined) throw failed;
    flush();
  };
  return {
    open(episode, { keep = true, clock = createRealClock(), held = false } = {}) {
      const history = startHistory(keep, clock);
      const name = JSON.stringify(episode);
      const watchers: ((event: Event) => void)[] = [];
      let before: (() => void) | undefined;
      const lines: string[] = [];
      return {
        events: history.events,
        watch: (onEvent) => void watchers.push(onEvent),
        lead: (hook) => void (before = hook),
        emit(body, text) {
          const hook = before;
          // What the hook emits is not preceded by anything again.
          before = undefined;
          hook?.();
          before = hook;
          const event = history.add(body);
          const line = `{"episode":${name},${text === undefined ? membersOf(event) : `"seq":${event.seq},"atMs":${event.atMs},${text.slice(1, -1)}`}}\n`;
          if (held) lines.push(line);
          else buffered += line;
          if (buffered.length > bufferedCharactersMax) flushOrThrow();
          for (const tell of watchers) tell(event);
        },
        flush() {
          buffered += lines.splice(0).join('');
          flushOrThrow();
        },
      };
    },
    close() {
      clearInterval(timer);
      try {
        flushOrThrow();
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

/** The members of an event as JSON. The turns of a request are long, and were written before when the request was made comparable. */
function membersOf(event: Event): string {
  const turns = event.kind === 'model-request' ? rememberedJson(event.newTurns) : undefined;
  if (turns === undefined) return JSON.stringify(event).slice(1, -1);
  return `${JSON.stringify({ ...event, newTurns: undefined }).slice(1, -1)},"newTurns":${turns}`;
}

function startHistory(keep: boolean, clock: EpisodeClock): { readonly events: readonly Event[]; add(body: EventBody): Event } {
  const events: Event[] = [];
  let seq = 0;
  return {
    events,
    add(body) {
      const event: Event = { seq: ++seq, atMs: Math.round(clock.now()), ...body };
      if (keep) events.push(event);
      return event;
    },
  };
}
