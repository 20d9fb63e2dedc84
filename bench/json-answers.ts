import { join } from 'node:path';
import type { Measurement, Row } from './measurement.ts';
import { startAimock, writeAimockFixtures } from './support/aimock.ts';
import { always, compareCpu, ratioOf, requestsOfAll, roundsOf, type Contestant } from './support/compare-cpu.ts';
import { below, prepare, writeBareAnswer, writeCassette, type Dialogue } from './support/dialogue.ts';
import { startServer, type RunningServer } from './support/server.ts';
import { microseconds, withSpread } from './support/statistics.ts';
import type { Workshop } from './support/workshop.ts';

const rounds = 5;

/** `rehearsal serve replay` beside a bare server that reads the request and answers the same bytes. */
export const jsonAnswers: Measurement = {
  name: 'json-answers',
  how: 'server CPU per replayed JSON answer, event log written, 4 kept-alive connections',
  async measure(workshop) {
    return [
      ...(await besideBare(workshop, '10,000 recordings', {}, 1250)),
      ...(await besideBare(workshop, '20,000-character prompt', { promptCharacters: 20_000 }, 400)),
      ...(await fewAndMany(workshop)),
    ];
  },
};

const bareServer = join(import.meta.dirname, 'programs/bare-server.js');

async function besideBare(workshop: Workshop, subject: string, dialogue: Dialogue, perRound: number): Promise<readonly Row[]> {
  const folder = workshop.folder(`json-${dialogue.promptCharacters ?? 0}`);
  const count = requestsOfAll(rounds, perRound);
  const cassette = writeCassette(folder, count, dialogue);
  const servers: RunningServer[] = [];
  try {
    servers.push(
      await startServer([process.execPath, bareServer, writeBareAnswer(folder, dialogue)], { folder }),
      await startServer([...workshop.rehearsal, 'serve', 'replay', '--cassette', cassette, '--events', join(folder, 'events.ndjson')], { folder }),
    );
    const contestants: Contestant[] = [
      { server: servers[0]!, requestsOf: always(perRound, prepare(1, dialogue)) },
      { server: servers[1]!, requestsOf: roundsOf(perRound, (number) => prepare(number, dialogue)) },
    ];
    const aimock = await startAimock(workshop, folder, () => writeAimockFixtures(folder, count, dialogue));
    if (aimock !== undefined) {
      servers.push(aimock);
      // Its matching is linear: a few requests say enough.
      contestants.push({ server: aimock, requestsOf: roundsOf(Math.min(perRound, 200), (number) => prepare(number, dialogue)) });
    }
    const [bare, ours, others] = await compareCpu(contestants, rounds);
    const beside = `bare node:http ${withSpread(bare!, microseconds)}`;
    return [
      { subject, measured: withSpread(ours!, microseconds), beside, ratio: ratioOf(ours!, bare!), ratioMax: 3 },
      ...(others === undefined
        ? []
        : [{ subject: `  aimock, ${count} fixtures`, measured: withSpread(others, microseconds), beside, ratio: ratioOf(others, bare!) }]),
    ];
  } finally {
    for (const server of servers) await server.stop();
  }
}

/** Ten recordings are soon used up: a gateway of many episodes is asked, as a run has it, each with all recordings of its cassette unplayed. */
async function fewAndMany(workshop: Workshop): Promise<readonly Row[]> {
  const folder = workshop.folder('json-few-and-many');
  const perRound = 1500;
  const episodeServer = join(import.meta.dirname, 'programs/episode-server.ts');
  const start = (count: number, episodes: number): Promise<RunningServer> =>
    startServer(
      [process.execPath, episodeServer, workshop.built, writeCassette(folder, count, {}), String(episodes), join(folder, `events-${count}.ndjson`)],
      { folder },
    );
  const few = await start(10, (perRound / 10) * (rounds + 1));
  const many = await start(10_000, rounds + 1);
  try {
    const [withFew, withMany] = await compareCpu(
      [
        {
          server: few,
          requestsOf: (round) =>
            Array.from({ length: perRound }, (_, index) =>
              below(`/e/${(round * perRound) / 10 + Math.floor(index / 10)}`, prepare((index % 10) + 1, {})),
            ),
        },
        { server: many, requestsOf: (round) => Array.from({ length: perRound }, (_, index) => below(`/e/${round}`, prepare(index * 6 + 1, {}))) },
      ],
      rounds,
    );
    return [
      {
        subject: '10,000 recordings or 10',
        measured: withSpread(withMany!, microseconds),
        beside: `10 recordings ${withSpread(withFew!, microseconds)}`,
        ratio: ratioOf(withMany!, withFew!),
        ratioMax: 1.15,
      },
    ];
  } finally {
    await few.stop();
    await many.stop();
  }
}
