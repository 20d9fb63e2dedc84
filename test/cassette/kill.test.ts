import { expect, test } from 'vitest';
import { seededRandom } from '../../src/domain/random.ts';
import { killOnce, slowModel } from '../support/killed-recording.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { startUpstream } from '../support/upstream.ts';

// Goal: `kill -9` loses at most the exchange in flight. Method: the real command is killed at random moments while an agent talks to a streaming model;
// everything that the agent saw whole is asked for again. A few times here, many times in test/prove/kill.prove.ts.

test('six kills, each at a moment of its own', async () => {
  const upstream = await startUpstream(slowModel);
  const folder = tempFolder();
  const random = seededRandom(20261105);
  const rounds = [];
  for (let round = 1; round <= 6; round++) rounds.push(await killOnce(folder, upstream.origin, round, random));
  expect(
    rounds.reduce((sum, { seen }) => sum + seen, 0),
    JSON.stringify(rounds),
  ).toBeGreaterThan(6);
});
