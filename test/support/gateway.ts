import { onTestFinished } from 'vitest';
import { createLibrary, openCassette, type Playback } from '../../src/cassette/index.ts';
import { openRecording, type FinishedRecording, type Recording } from '../../src/cassette/recording.ts';
import { createRedactor } from '../../src/cassette/redaction/index.ts';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { exactMatching, type Matching } from '../../src/domain/cassette.ts';
import type { EventBody } from '../../src/domain/event.ts';
import type { RehearsalFailure } from '../../src/domain/failure.ts';
import type { FaultSchedule } from '../../src/domain/fault.ts';
import { createInjector, faultKinds } from '../../src/fault/index.ts';
import {
  createEpisodeGate,
  createRecordAnswerer,
  createReplayAnswerer,
  createUpstreamAnswerer,
  startHttpFront,
  type EpisodeGate,
  type HttpFront,
} from '../../src/gateway/index.ts';
import type { Pace } from '../../src/gateway/answerers/replay.ts';
import { header } from './exchanges.ts';

export interface Gateway {
  readonly front: HttpFront;
  readonly port: number;
  readonly origin: string;
  readonly gate: EpisodeGate;
  readonly events: EventBody[];
}

/** A gateway that replays cassettes at the root, as `rehearsal serve replay` does. */
export async function replayGateway(
  cassettes: string | readonly string[],
  options: { readonly pace?: Pace; readonly matching?: Matching; readonly faults?: FaultSchedule } = {},
): Promise<Gateway & { readonly playback: Playback }> {
  const { matching = exactMatching, faults = [], pace = 'instant' } = options;
  const opened = await Promise.all([cassettes].flat().map((path) => openCassette(path, allDialects, matching)));
  const library = createLibrary(opened);
  const playback = library.play(faults);
  const events: EventBody[] = [];
  const gate = createEpisodeGate({
    answerer: createReplayAnswerer({ playback, dialects: allDialects, pace, updateCommand: 'npx rehearsal record --update it' }),
    injector: createInjector(faults, faultKinds),
    redactor: createRedactor(),
    matching: library.matching,
    emit: (event) => void events.push(event),
  });
  const front = await startFront();
  front.open('', gate);
  onTestFinished(() => opened.forEach((cassette) => cassette.close()));
  return { front, port: front.port, origin: front.origin, gate, events, playback };
}

export interface RecordingGateway extends Gateway {
  readonly recording: Recording;
  readonly failures: RehearsalFailure[];
  finish(): Promise<FinishedRecording>;
}

/** A gateway that records to a cassette, as `rehearsal serve record` does. */
export async function recordGateway(
  cassette: string,
  urls: Readonly<Record<string, string>>,
  options: { readonly timeoutMs?: number; readonly mode?: 'create' | 'replace' | 'append' } = {},
): Promise<RecordingGateway> {
  const recording = openRecording(cassette, { mode: options.mode ?? 'create', header, dialects: allDialects });
  const redactor = createRedactor();
  const failures: RehearsalFailure[] = [];
  const events: EventBody[] = [];
  const onFailure = (failure: RehearsalFailure): void => void failures.push(failure);
  const upstream = createUpstreamAnswerer({
    urls: new Map(Object.entries(urls)),
    origin: 'recorded',
    timeoutMs: options.timeoutMs ?? 5000,
    onFailure,
  });
  const answerer = createRecordAnswerer({ recording, redactor, branch: 'main', upstream, onFailure });
  const gate = createEpisodeGate({
    answerer,
    injector: createInjector([], faultKinds),
    redactor,
    matching: exactMatching,
    emit: (event) => void events.push(event),
  });
  const front = await startFront();
  front.open('', gate);
  const finish = async (): Promise<FinishedRecording> => {
    await answerer.settled(5000);
    return recording.finish({ redacted: redactor.counts() });
  };
  return { front, port: front.port, origin: front.origin, gate, events, recording, failures, finish };
}

async function startFront(): Promise<HttpFront> {
  const front = await startHttpFront(0);
  onTestFinished(() => front.stop());
  return front;
}
