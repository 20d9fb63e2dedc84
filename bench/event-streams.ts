import { join } from 'node:path';
import type { Measurement } from './measurement.ts';
import { always, compareCpu, ratioOf, requestsOfAll, roundsOf } from './support/compare-cpu.ts';
import { exchangeOnce } from './support/client.ts';
import { answerTo, prepare, writeBareAnswer, writeCassette } from './support/dialogue.ts';
import { startServer } from './support/server.ts';
import { microseconds, withSpread } from './support/statistics.ts';

const rounds = 5;
const perRound = 400;
const dialogue = { stream: true };

/** Streams of fifty chunks, each cut where the recorded one was cut. */
export const eventStreams: Measurement = {
  name: 'event-streams',
  how: 'server CPU per replayed stream of 50 chunks at exact boundaries, event log written, 4 kept-alive connections',
  async measure(workshop) {
    const folder = workshop.folder('streams');
    const cassette = writeCassette(folder, requestsOfAll(rounds, perRound) + 1, dialogue);
    const bare = await startServer([process.execPath, join(import.meta.dirname, 'programs/bare-server.js'), writeBareAnswer(folder, dialogue)], {
      folder,
    });
    const ours = await startServer([...workshop.rehearsal, 'serve', 'replay', '--cassette', cassette, '--events', join(folder, 'events.ndjson')], {
      folder,
    });
    try {
      const last = requestsOfAll(rounds, perRound) + 1;
      const seen = framesOf(await exchangeOnce(ours.port, prepare(last, dialogue).bytes));
      if (seen.join('|') !== answerTo(last, dialogue).chunks.join('|')) throw new Error('The stream was cut elsewhere than it was recorded.');
      const [bareCpu, ourCpu] = await compareCpu(
        [
          { server: bare, requestsOf: always(perRound, prepare(1, dialogue)) },
          { server: ours, requestsOf: roundsOf(perRound, (number) => prepare(number, dialogue)) },
        ],
        rounds,
      );
      return [
        {
          subject: '50 chunks',
          measured: withSpread(ourCpu!, microseconds),
          beside: `bare node:http ${withSpread(bareCpu!, microseconds)}`,
          ratio: ratioOf(ourCpu!, bareCpu!),
          ratioMax: 1.5,
        },
      ];
    } finally {
      await bare.stop();
      await ours.stop();
    }
  },
};

/** The chunks of an answer with `transfer-encoding: chunked`. */
function framesOf(answer: string): readonly string[] {
  const frames: string[] = [];
  let position = answer.indexOf('\r\n\r\n') + 4;
  for (;;) {
    const lineEnd = answer.indexOf('\r\n', position);
    const length = Number.parseInt(answer.slice(position, lineEnd), 16);
    if (!(length > 0)) return frames;
    frames.push(answer.slice(lineEnd + 2, lineEnd + 2 + length));
    position = lineEnd + 2 + length + 2;
  }
}
