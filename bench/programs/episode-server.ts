// A gateway with many episodes over one cassette, made of the built modules as `rehearsal run` makes it: each episode begins with all recordings unplayed.
// node episode-server.ts <built> <cassette> <episodes> <event log>
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [built, cassette, episodes, events] = process.argv.slice(2) as [string, string, string, string];
const load = async <T>(path: string): Promise<T> => (await import(pathToFileURL(join(built, path)).href)) as T;

const { createLibrary, openCassette } = await load<typeof import('../../src/cassette/index.ts')>('cassette/index.js');
const { createRedactor } = await load<typeof import('../../src/cassette/redaction/index.ts')>('cassette/redaction/index.js');
const { createEpisodeGate, createReplayAnswerer, startHttpFront } = await load<typeof import('../../src/gateway/index.ts')>('gateway/index.js');
const { createInjector, faultKinds } = await load<typeof import('../../src/fault/index.ts')>('fault/index.js');
const { dialects: spoken, dialectNamed } = await load<typeof import('../../src/dialect/index.ts')>('dialect/index.js');
const { createEventLog } = await load<typeof import('../../src/run/event-log.ts')>('run/event-log.js');

const dialects = { names: spoken.map(({ name }) => name), named: dialectNamed };
const library = createLibrary([await openCassette(cassette, dialects)]);
const redactor = createRedactor();
const log = createEventLog(events);
const front = await startHttpFront(0);
for (let episode = 0; episode < Number(episodes); episode++) {
  const history = log.open(`episode ${episode}`, { keep: false });
  const answerer = createReplayAnswerer({ playback: library.play(), dialects, pace: 'instant', updateCommand: '' });
  const injector = createInjector([], faultKinds);
  front.open(String(episode), createEpisodeGate({ answerer, injector, redactor, matching: library.matching, emit: (event) => history.emit(event) }));
}
console.log(front.origin);
