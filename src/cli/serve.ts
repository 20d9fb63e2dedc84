import { createRedactor, type Redactor } from '../cassette/redaction/index.ts';
import { createLibrary, openTogether } from '../cassette/index.ts';
import { matcherNamed } from '../cassette/matcher-named.ts';
import type { Matching } from '../domain/cassette.ts';
import type { EventBody } from '../domain/event.ts';
import { RehearsalFailure } from '../domain/failure.ts';
import { shellWord } from '../domain/shell-word.ts';
import { createInjector, faultKinds } from '../fault/index.ts';
// Not by the room's index: what records, scripts and surrounds an agent would be loaded with it, and a replay is to listen at once.
import type { Answerer } from '../gateway/answerer.ts';
import { createReplayAnswerer } from '../gateway/answerers/replay.ts';
import { createEpisodeGate } from '../gateway/episode-gate.ts';
import { startHttpFront, type HttpFront } from '../gateway/http-front.ts';
import { agentEnvironment, providers } from '../gateway/routes.ts';
import { createEventLog, type EventLog } from '../run/event-log.ts';
import type { ServeArguments } from './commands/serve.ts';
import { mark, plain, type Console } from './console.ts';
import { allDialects } from '../assembly/all-dialects.ts';
import { onInterruption } from './interruption.ts';
import { parseCount, parsePace, parseRedaction, parseUpstreams } from './parse-options.ts';

/** A gateway that is open, and how it ends. */
interface Service {
  readonly answerer: Answerer;
  readonly matching: Matching;
  readonly notes: readonly string[];
  /** What is said while it listens, e.g. `replaying 12 recordings`. */
  readonly doing: string;
  /** Ends it; says in words how it went, and the exit code. */
  end(): Promise<{ readonly exitCode: number; readonly lines: readonly string[] }>;
}

/** Serves until Ctrl-C or `kill`. */
export async function serve(args: ServeArguments, console: Console): Promise<number> {
  const port = parseCount('port', args.port, 0, 65535)!;
  const interruption = onInterruption();
  const redactor = createRedactor(args.redact.map(parseRedaction));
  const log = args.events === undefined ? undefined : createEventLog(args.events);
  matcherNamed(args.matcher);
  const counts: Counts = { missed: 0, loose: new Map<string, number>(), requests: 0, failures: [] };
  const emit = createEmit(log, counts, console);
  const front = await startHttpFront(port);
  let service: Service;
  try {
    service = args.action === 'replay' ? await replayService(args, counts) : await recordService(args, redactor, emit);
  } catch (error) {
    await front.stop();
    log?.close();
    throw error;
  }
  front.open(
    '',
    createEpisodeGate({ answerer: service.answerer, matching: service.matching, redactor, injector: createInjector([], faultKinds), emit }),
  );
  announce(service, front, console, args);
  if (!interruption.signal.aborted) await new Promise<void>((resolve) => interruption.signal.addEventListener('abort', () => resolve()));
  await front.stop();
  const { exitCode, lines } = await service.end();
  log?.close();
  interruption.release();
  for (const line of lines) console.say(plain(line));
  return exitCode;
}

interface Counts {
  missed: number;
  /** By the name of the matcher. */
  readonly loose: Map<string, number>;
  requests: number;
  failures: string[];
}

function createEmit(log: EventLog | undefined, counts: Counts, console: Console): (event: EventBody) => void {
  // A gateway that serves for days must not keep every event in memory.
  const history = log?.open('serve', { keep: false });
  return (event) => {
    history?.emit(event);
    if (event.kind === 'model-request' || event.kind === 'http-request') counts.requests++;
    if ((event.kind === 'model-answer' || event.kind === 'http-answer') && event.loose !== undefined)
      counts.loose.set(event.loose, (counts.loose.get(event.loose) ?? 0) + 1);
    if (event.kind === 'replay-missed') {
      counts.missed++;
      console.say(plain(`${mark('bad', false)} ${event.code}: ${event.text}`));
    }
    if (event.kind === 'failure') {
      counts.failures.push(`${event.code}: ${event.text}`);
      console.say(plain(`${mark('bad', false)} ${event.code}: ${event.text}`));
    }
    if (event.kind === 'egress-denied') console.say(plain(`  denied: ${event.target}`));
  };
}

async function replayService(args: ServeArguments, counts: Counts): Promise<Service> {
  const declared: Matching = { matcher: args.matcher, volatileFields: args.volatileField, volatilePatterns: args.volatilePattern };
  const cassettes = await openTogether(args.cassette, allDialects, declared);
  const library = createLibrary(cassettes);
  const playback = library.play();
  const updateCommand = `npx rehearsal serve record --cassette ${shellWord(args.cassette[0]!)}`;
  return {
    answerer: createReplayAnswerer({ playback, dialects: allDialects, pace: parsePace(args.pace), updateCommand }),
    matching: library.matching,
    notes: cassettes.flatMap(({ notes }) => notes),
    doing: `replaying   ${playback.totalCount} recordings of ${args.cassette.join(', ')}`,
    end: () => {
      const unused = playback.unused();
      for (const cassette of cassettes) cassette.close();
      const lines = [
        `${playback.playedCount} of ${playback.totalCount} recordings replayed, ${unused.length} left over, ${counts.missed} missed${[...counts.loose].map(([matcher, count]) => `, ${count} matched loosely by ${matcher}`).join('')}`,
        ...(unused.length > 0
          ? [
              `left over: ${unused
                .slice(0, 10)
                .map((entry) => `${entry.file}#${entry.id}`)
                .join(', ')}${unused.length > 10 ? ', …' : ''}`,
            ]
          : []),
      ];
      return Promise.resolve({
        exitCode: counts.missed > 0 || counts.failures.length > 0 || (unused.length > 0 && !args.allowUnused) ? 3 : 0,
        lines,
      });
    },
  };
}

async function recordService(args: ServeArguments, redactor: Redactor, emit: (event: EventBody) => void): Promise<Service> {
  // What reads and writes whole cassettes is loaded where it is needed: a replay is to listen at once.
  const [{ openRecording }, { counted, describeBytes, describeRedaction }, { createRecordAnswerer, createUpstreamAnswerer }] = await Promise.all([
    import('../cassette/recording.ts'),
    import('./describe-recording.ts'),
    import('../gateway/index.ts'),
  ]);
  const [path, ...more] = args.cassette;
  if (path === undefined || more.length > 0)
    throw new RehearsalFailure('USAGE', 'A recording goes to one cassette.', { hint: 'Name one --cassette.' });
  const named = parseUpstreams(args.upstream);
  const urls = new Map([...providers.map(({ name, upstream }): [string, string] => [name, upstream]), ...Object.entries(named)]);
  const matching: Matching = { matcher: args.matcher, volatileFields: args.volatileField, volatilePatterns: args.volatilePattern };
  const source =
    Object.keys(named).length === 0
      ? 'live'
      : `live (${Object.entries(named)
          .map(([name, url]) => `${name} at ${redactor.text(url)}`)
          .join(', ')})`;
  const recording = openRecording(path, {
    mode: args.update ? 'replace' : 'append',
    dialects: allDialects,
    header: { source, matching, redaction: { patterns: args.redact.map(parseRedaction), disabled: [] }, redacted: {}, branches: [] },
  });
  const failures: string[] = [];
  const fail = (failure: RehearsalFailure): void => void failures.push(`${failure.code}: ${failure.message}`);
  const upstream = createUpstreamAnswerer({ urls, origin: 'recorded', timeoutMs: args.upstreamTimeout * 1000, onFailure: fail });
  const answerer = createRecordAnswerer({
    recording,
    redactor,
    branch: 'main',
    upstream,
    onFailure: (failure) => {
      fail(failure);
      emit({ kind: 'failure', code: failure.code, text: failure.message });
    },
  });
  return {
    answerer,
    matching,
    notes: recording.notes,
    doing: `recording   to ${recording.files.readable}`,
    async end() {
      await answerer.settled(2000);
      upstream.close?.();
      if (recording.addedCount === 0) {
        recording.abandon();
        return { exitCode: failures.length > 0 ? 3 : 0, lines: ['nothing was recorded', ...failures] };
      }
      const finished = recording.finish({ redacted: redactor.counts() });
      const line = `${finished.files.readable}   ${describeBytes(finished.bytes)}   ${counted(finished.exchangeCount, 'exchange')}   ${describeRedaction(finished.files.readable)}`;
      return { exitCode: failures.length > 0 ? 3 : 0, lines: [line, ...failures] };
    },
  };
}

function announce(service: Service, front: HttpFront, console: Console, args: ServeArguments): void {
  const environment = agentEnvironment({
    baseUrl: front.origin,
    proxyUrl: front.origin,
    episode: '',
    current: process.env,
    httpNames: Object.keys(parseUpstreams(args.upstream)).flatMap((name) => (name.startsWith('http/') ? [name.slice(5)] : [])),
  });
  const shown = Object.entries(environment).filter(([name]) => /BASE_URL$|^REHEARSAL_HTTP_/.test(name));
  console.document({ origin: front.origin, port: front.port, environment: Object.fromEntries(shown) });
  console.say(`${mark('busy', console.colour)} ${plain(service.doing)} · ${front.origin}`);
  for (const [name, value] of shown) console.say(`  ${name}=${value}`);
  for (const note of service.notes) console.say(`  note: ${plain(note)}`);
}
