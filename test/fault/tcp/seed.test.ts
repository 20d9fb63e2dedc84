import { expect, test } from 'vitest';
import { eventually, openLab, startServer } from './tcp-lab.ts';

// Goal: chance comes from the seed, which the real server has not honoured since 2.9. Method: the same connections twice, and under another seed and name.

/** Which of 40 connections are hit. */
async function hitsOf(seed: number, name: string): Promise<readonly number[]> {
  const { proxy, dial } = await openLab({ seed }, name);
  await proxy.addToxic({ type: 'limit_data', toxicity: 0.5, attributes: { bytes: 0 } });
  for (let number = 1; number <= 40; number++) {
    const client = await dial();
    client.send('SAY 1\n');
    await eventually(() => client.receivedBytes() === 1 || client.ending() !== undefined);
  }
  return (await proxy.observe())!.strikes.map(({ connection }) => connection);
}

test('the same seed and name hit the same connections, others hit others', async () => {
  const first = await hitsOf(7, 'model');
  expect(first.length).toBeGreaterThan(5);
  expect(first.length).toBeLessThan(35);
  expect(await hitsOf(7, 'model')).toEqual(first);
  expect(await hitsOf(8, 'model')).not.toEqual(first);
  expect(await hitsOf(7, 'other')).not.toEqual(first);
});

test('a toxic that is added moves no draw of another', async () => {
  const hits = async (withOther: boolean): Promise<readonly number[]> => {
    const { proxy, dial } = await openLab({ seed: 11 });
    if (withOther) await proxy.addToxic({ type: 'latency', toxicity: 0.5, attributes: { latency: 1, jitter: 1 } });
    await proxy.addToxic({ type: 'limit_data', toxicity: 0.5, attributes: { bytes: 0 } });
    for (let number = 1; number <= 20; number++) {
      const client = await dial();
      client.send('SAY 1\n');
      await eventually(() => client.receivedBytes() === 1 || client.ending() !== undefined);
    }
    return (await proxy.observe())!.strikes.filter(({ type }) => type === 'limit_data').map(({ connection }) => connection);
  };
  expect(await hits(true)).toEqual(await hits(false));
});

test('the seed is told, and is 1 where nobody names one', async () => {
  const server = await startServer();
  expect(await (await fetch(`${server.url}/rehearsal`)).json()).toMatchObject({ seed: 1 });
});
