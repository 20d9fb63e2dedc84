import { expect, test } from 'vitest';
import { seededRandom } from '../../src/domain/random.ts';
import { killOnce, slowModel, type Killed } from '../support/killed-recording.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { startUpstream } from '../support/upstream.ts';

// Goal and method as in test/cassette/kill.test.ts, often enough that the kill has struck everywhere: before the head, within a line of the journal, between
// lines, within an answer. REHEARSAL_SEED draws other moments.

const kills = Number(process.env['REHEARSAL_KILLS'] ?? 120);
const seed = Number(process.env['REHEARSAL_SEED'] ?? 7);

test(`${kills} kills`, async () => {
  const upstream = await startUpstream(slowModel);
  const folder = tempFolder();
  const random = seededRandom(seed);
  const rounds: Killed[] = [];
  for (let round = 1; round <= kills; round++) rounds.push(await killOnce(folder, upstream.origin, round, random));
  const sum = (of: (killed: Killed) => number): number => rounds.reduce((total, killed) => total + of(killed), 0);
  console.log(
    `seed ${seed}: ${kills} kills, ${sum(({ seen }) => seen)} exchanges seen whole, ${sum(({ kept }) => kept)} of them replayed byte for byte`,
  );
  expect(sum(({ seen }) => seen)).toBeGreaterThan(kills);
});
