// Goal: laws of every toxic, ours and Toxiproxy's. Method: each member of the array, in both directions, on real connections.
import { describe, expect, test } from 'vitest';
import type { ToxicKind } from '../../src/fault/tcp/server/toxic.ts';
import { toxicKinds } from '../../src/fault/tcp/server/toxics/index.ts';
import { eventually, openLab, pause } from '../fault/tcp/tcp-lab.ts';

test('there are toxics', () => {
  expect(toxicKinds.length).toBeGreaterThanOrEqual(15);
  expect(new Set(toxicKinds.map(({ type }) => type)).size).toBe(toxicKinds.length);
});

const directions = ['downstream', 'upstream'] as const;
const possible = toxicKinds
  .flatMap((kind) => directions.map((stream) => ({ kind, stream })))
  .filter(({ kind, stream }) => refusal(kind, stream, 1) === undefined);

/** Every setting alike. */
function attributesOf(kind: ToxicKind, value: number): Readonly<Record<string, number | boolean>> {
  return Object.fromEntries(Object.entries(kind.attributes).map(([name, type]) => [name, type === 'bool' ? false : value]));
}

function refusal(kind: ToxicKind, stream: (typeof directions)[number], toxicity: number): string | undefined {
  return kind.refuse?.({ kind, name: 'x', stream, direction: stream, attributes: {}, toxicity });
}

const partial = possible.filter(({ kind, stream }) => refusal(kind, stream, 0) === undefined);

test.for(partial)('$kind.type, $stream, does nothing to a connection that it does not hit', async ({ kind, stream }) => {
  const { proxy, dial } = await openLab();
  await proxy.addToxic({ type: kind.type, stream, toxicity: 0, attributes: attributesOf(kind, 3) });
  const client = await dial();
  client.send(`${'a'.repeat(50_000)}\nSAY 100000\n`);
  await client.receives(100_000);
  expect(client.ending()).toBeUndefined();
  expect((await proxy.observe())!.strikes).toEqual([]);
});

describe.for(possible)('$kind.type, $stream', ({ kind, stream }) => {
  test('is gone when it is removed: new connections pass, with the bytes of idle ones', async () => {
    const { proxy, dial } = await openLab();
    const idle = await dial();
    await eventually(async () => (await proxy.observe())!.connections === 1);
    const name = await proxy.addToxic({ type: kind.type, stream, attributes: attributesOf(kind, 600_000) });
    await proxy.removeToxic(name);
    const fresh = await dial();
    for (const client of kind.closesWhenRemoved === 'all' ? [fresh] : [idle, fresh]) {
      client.send('SAY 100000\n');
      await client.receives(100_000);
    }
  });

  test('can be changed and removed in the midst of traffic, and leaves no connection when the server is closed', async () => {
    const { server, proxy, upstream, dial } = await openLab();
    const attributes = attributesOf(kind, 3);
    const name = await proxy.addToxic({ type: kind.type, stream, attributes });
    const clients = await Promise.all([0, 1, 2].map(() => dial().catch(() => undefined)));
    for (const client of clients) client?.send('SAY 30000\nSAY 30000\n');
    await pause(10);
    await proxy.updateToxic(name, { attributes });
    await pause(10);
    await proxy.updateToxic(name, { toxicity: kind.closesPort === true ? 1 : 0.5 });
    await proxy.removeToxic(name);
    await proxy.addToxic({ type: kind.type, stream, attributes });
    await server.close();
    for (const client of clients) if (client !== undefined) await client.ended;
    await eventually(() => upstream.heard.every(({ ended }) => ended !== 'open'));
  });
});
