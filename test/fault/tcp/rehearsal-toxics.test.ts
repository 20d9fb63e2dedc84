import { expect, test } from 'vitest';
import { dial, eventually, openLab, pause } from './tcp-lab.ts';

// Goal: our own toxics do what Toxiproxy cannot. Method: real sockets, beside the toxic of Toxiproxy that falls short where there is one.

test('rehearsal_reset resets a live connection on both sides, where reset_peer gives a FIN', async () => {
  const { proxy, upstream, dial: connect } = await openLab();
  const client = await connect();
  client.send('SAY 10\n');
  await client.receives(10);
  await proxy.addToxic({ type: 'rehearsal_reset' });
  client.send('SAY 10\n');
  expect((await client.ended).how).toBe('RST');
  expect(client.receivedBytes()).toBe(10);
  await eventually(() => upstream.heard[0]!.ended === 'RST');
});

test('rehearsal_reset strikes after so many bytes of an answer, and these arrive', async () => {
  const { proxy, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'rehearsal_reset', attributes: { after_bytes: 700, timeout: 50 } });
  const client = await connect();
  client.send('SAY 600\n');
  await client.receives(600);
  expect(client.ending()).toBeUndefined();
  client.send('SAY 600\n');
  expect((await client.ended).how).toBe('RST');
  expect(client.receivedBytes()).toBe(700);
});

test('rehearsal_reset ends idle connections too, where it is to strike immediately', async () => {
  const { proxy, dial: connect } = await openLab();
  const idle = await connect();
  await eventually(async () => (await proxy.observe())!.connections === 1);
  await proxy.addToxic({ type: 'rehearsal_reset', attributes: { immediately: true } });
  expect((await idle.ended).how).toBe('RST');
  const fresh = await connect();
  expect((await fresh.ended).how).toBe('RST');
});

test('rehearsal_reset waits for no client that does not read', async () => {
  const { proxy, upstream, dial: connect } = await openLab({ connectionsMax: 1 });
  const client = await connect();
  client.socket.pause();
  client.send('SAY 50000000\n');
  // Until every buffer on the way is full.
  await pause(500);
  const name = await proxy.addToxic({ type: 'rehearsal_reset', stream: 'upstream', attributes: { immediately: true } });
  await eventually(() => upstream.heard[0]!.ended === 'RST');
  await proxy.removeToxic(name);
  // There is room for another only when nothing is left of the first.
  await eventually(async () => {
    const next = await connect();
    next.send('SAY 1\n');
    await Promise.race([next.receives(1), next.ended]);
    return next.receivedBytes() === 1;
  });
  expect(client.receivedBytes()).toBeLessThan(50_000_000);
});

test('rehearsal_timeout closes at its deadline, however much is dropped meanwhile', async () => {
  const { proxy, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'rehearsal_timeout', stream: 'upstream', attributes: { timeout: 400 } });
  const client = await connect();
  const startedMs = performance.now();
  // `timeout` would never close here: something is dropped again and again before its time is over.
  while (client.ending() === undefined) {
    client.send('x');
    await pause(20);
  }
  expect((await client.ended).atMs - startedMs).toBeGreaterThan(390);
});

test('rehearsal_refuse closes the port and nothing else; its removal opens the same port again', async () => {
  const { proxy, dial: connect } = await openLab();
  const client = await connect();
  await proxy.addToxic({ type: 'rehearsal_refuse' });
  await expect(connect()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  client.send('SAY 10\n');
  await client.receives(10);
  await proxy.removeToxic('rehearsal_refuse_downstream');
  const again = await dial(proxy.address.port);
  again.send('SAY 10\n');
  await again.receives(10);
});

test('a disabled proxy under rehearsal_refuse stays closed when it is enabled, until the toxic goes', async () => {
  const { proxy, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'rehearsal_refuse' });
  await proxy.disable();
  await proxy.enable();
  await expect(connect()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await proxy.removeToxic('rehearsal_refuse_downstream');
  await connect();
});

test('rehearsal_half_close gives a FIN in one direction, and keeps the other', async () => {
  const { proxy, upstream, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'rehearsal_half_close', attributes: { after_bytes: 5 } });
  const client = await connect();
  client.send('SAY 10\n');
  expect((await client.ended).how).toBe('FIN');
  expect(client.receivedBytes()).toBe(5);
  client.send('still heard');
  await eventually(() => upstream.heard[0]!.text.endsWith('still heard'));
  expect(upstream.heard[0]!.ended).toBe('open');
  client.socket.end();
  await eventually(() => upstream.heard[0]!.ended !== 'open');
});

test('rehearsal_half_open: the upstream is gone, and the client is told nothing until the toxic is removed', async () => {
  const { proxy, upstream, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'rehearsal_half_open', attributes: { after_bytes: 5 } });
  const client = await connect();
  client.send('SAY 10\n');
  await client.receives(5);
  await eventually(() => upstream.heard[0]!.ended !== 'open');
  client.send('into the void');
  await pause(150);
  expect([client.receivedBytes(), client.ending()]).toEqual([5, undefined]);
  // Half-closing says nothing either.
  client.socket.end();
  await pause(50);
  expect(client.ending()).toBeUndefined();
  expect(upstream.heard[0]!.text).toBe('SAY 10\n');
  await proxy.removeToxic('rehearsal_half_open_downstream');
  expect((await client.ended).how).toBe('FIN');
});

test('rehearsal_half_open spares connections that it has not struck when it is removed', async () => {
  const { proxy, dial: connect } = await openLab();
  const client = await connect();
  await eventually(async () => (await proxy.observe())!.connections === 1);
  await proxy.addToxic({ type: 'rehearsal_half_open' });
  await proxy.removeToxic('rehearsal_half_open_downstream');
  client.send('SAY 10\n');
  await client.receives(10);
});

test('rehearsal_blackhole lets nothing pass and loses nothing', async () => {
  const { proxy, dial: connect } = await openLab();
  const client = await connect();
  await proxy.addToxic({ type: 'rehearsal_blackhole' });
  client.send('SAY 2000000\nBYE 1\n');
  await eventually(async () => (await proxy.observe())!.strikes.length === 1);
  await pause(100);
  expect([client.receivedBytes(), client.ending()]).toEqual([0, undefined]);
  await proxy.removeToxic('rehearsal_blackhole_downstream');
  expect((await client.ended).how).toBe('FIN');
  expect(client.receivedBytes()).toBe(2_000_001);
});

test('rehearsal_duplicate delivers what a connection sends twice, and answers once', async () => {
  const { proxy, upstream, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'rehearsal_duplicate', stream: 'upstream' });
  const client = await connect();
  client.send('SAY 10\n');
  await client.receives(10);
  client.send('SAY 20\n');
  await client.receives(30);
  client.socket.end();
  await client.ended;
  await eventually(() => upstream.heard.length === 2 && upstream.heard.every(({ ended }) => ended !== 'open'));
  expect(upstream.heard.map(({ text }) => text)).toEqual(['SAY 10\nSAY 20\n', 'SAY 10\nSAY 20\n']);
  expect(client.receivedBytes()).toBe(30);
});

test('rehearsal_duplicate can deliver the second time later', async () => {
  const { proxy, upstream, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'rehearsal_duplicate', stream: 'upstream', attributes: { delay: 250 } });
  const client = await connect();
  const startedMs = performance.now();
  client.send('SAY 10\n');
  await eventually(() => upstream.heard.length === 2 && upstream.heard.every(({ text }) => text === 'SAY 10\n'));
  expect(performance.now() - startedMs).toBeGreaterThan(245);
});

test('a toxic that cannot be as it was asked for is refused', async () => {
  const { proxy, server } = await openLab();
  await expect(proxy.addToxic({ type: 'rehearsal_duplicate' })).rejects.toMatchObject({ code: 'TOXIPROXY_UNUSABLE' });
  await expect(proxy.addToxic({ type: 'rehearsal_refuse', toxicity: 0.5 })).rejects.toMatchObject({ code: 'TOXIPROXY_UNUSABLE' });
  await proxy.addToxic({ type: 'rehearsal_refuse' });
  await expect(proxy.updateToxic('rehearsal_refuse_downstream', { toxicity: 0.5 })).rejects.toMatchObject({ code: 'TOXIPROXY_UNUSABLE' });
  const shown = (await (await fetch(`${server.url}/proxies/lab/toxics`)).json()) as { toxicity: number }[];
  expect(shown).toEqual([expect.objectContaining({ type: 'rehearsal_refuse', toxicity: 1 })]);
});
