import { expect, test } from 'vitest';
import { dial, eventually, openLab, pause, type Client } from './tcp-lab.ts';

// Goal: each toxic of Toxiproxy does to a connection what the real one was measured to do. Method: real sockets through the server, driven by the official
// client. Times are held against lower bounds alone: a slow machine makes nothing shorter.

/** A timer may ring a little before its time. */
const earlyMs = 2;

test('without toxics a proxy passes everything on, both ways, whole and in order', async () => {
  const { upstream, dial: connect } = await openLab();
  const client = await connect();
  const sent = `${'a'.repeat(300_000)}\nSAY 3000000\n`;
  client.send(sent);
  await client.receives(3_000_000);
  expect(upstream.heard[0]!.text === sent).toBe(true);
  expect(client.ending()).toBeUndefined();
});

test.for(['downstream', 'upstream'] as const)('latency delays each answer, %s', async (stream) => {
  const { proxy, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'latency', stream, attributes: { latency: 150 } });
  const client = await connect();
  for (let round = 1; round <= 2; round++) {
    const startedMs = performance.now();
    client.send('SAY 10\n');
    await client.receives(round * 10);
    expect(performance.now() - startedMs).toBeGreaterThan(150 - earlyMs);
  }
});

test('two latencies add up, and large answers are delayed side by side', async () => {
  const { proxy, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'latency', name: 'one', attributes: { latency: 100 } });
  await proxy.addToxic({ type: 'latency', name: 'two', attributes: { latency: 60 } });
  const client = await connect();
  const startedMs = performance.now();
  client.send('SAY 1000000\n');
  await client.receives(1_000_000);
  const tookMs = performance.now() - startedMs;
  expect(tookMs).toBeGreaterThan(160 - earlyMs);
  // Thirty chunks one after another would take 4.8 s.
  expect(tookMs).toBeLessThan(2400);
});

test('jitter varies the delay around the latency', async () => {
  const { proxy, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'latency', attributes: { latency: 40, jitter: 40 } });
  const client = await connect();
  const delays: number[] = [];
  for (let round = 1; round <= 12; round++) {
    const startedMs = performance.now();
    client.send('SAY 1\n');
    await client.receives(round);
    delays.push(performance.now() - startedMs);
  }
  expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(20);
});

test('removing a latency passes on what it holds, and changing one holds for what comes next', async () => {
  const { proxy, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'latency', attributes: { latency: 600_000 } });
  const client = await connect();
  client.send('SAY 500\n');
  await eventually(async () => (await proxy.observe())!.strikes.length === 1);
  expect(client.receivedBytes()).toBe(0);
  await proxy.updateToxic('latency_downstream', { attributes: { latency: 100 } });
  await client.receives(500);
  const startedMs = performance.now();
  client.send('SAY 500\n');
  await client.receives(1000);
  expect(performance.now() - startedMs).toBeGreaterThan(100 - earlyMs);
  await proxy.updateToxic('latency_downstream', { attributes: { latency: 600_000 } });
  client.send('SAY 500\n');
  await pause(30);
  expect(client.receivedBytes()).toBe(1000);
  await proxy.removeToxic('latency_downstream');
  await client.receives(1500);
});

test('bandwidth lets so many kilobytes pass in a second, in small portions', async () => {
  const { proxy, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'bandwidth', attributes: { rate: 100 } });
  const client = await connect();
  const startedMs = performance.now();
  client.send('SAY 60000\n');
  await client.receives(60_000);
  expect(performance.now() - startedMs).toBeGreaterThan(600 - 20);
  expect(client.reads.length).toBeGreaterThan(2);
});

test('bandwidth 0 lets nothing pass until it is removed', async () => {
  const { proxy, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'bandwidth', attributes: { rate: 0 } });
  const client = await connect();
  client.send('SAY 1000\n');
  await pause(150);
  expect(client.receivedBytes()).toBe(0);
  await proxy.removeToxic('bandwidth_downstream');
  await client.receives(1000);
});

test('slow_close gives the answer at once and the end later', async () => {
  const { proxy, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'slow_close', attributes: { delay: 300 } });
  const client = await connect();
  client.send('BYE 159\n');
  await client.receives(159);
  const answeredMs = client.reads.at(-1)!.atMs;
  const { how, atMs } = await client.ended;
  expect(how).toBe('FIN');
  expect(atMs - answeredMs).toBeGreaterThan(300 - 20);
});

test('timeout drops everything and closes', async () => {
  const { proxy, upstream, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'timeout', attributes: { timeout: 200 } });
  const startedMs = performance.now();
  const client = await connect();
  client.send('SAY 10\n');
  const { how, atMs } = await client.ended;
  expect([how, client.receivedBytes()]).toEqual(['FIN', 0]);
  expect(atMs - startedMs).toBeGreaterThan(200 - earlyMs);
  await eventually(() => upstream.heard[0]!.ended !== 'open');
});

test('timeout starts anew with every dropped chunk, as in Toxiproxy; timeout 0 hangs until it is removed, and closes then', async () => {
  const { proxy, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'timeout', stream: 'upstream', attributes: { timeout: 1000 } });
  const client = await connect();
  const startedMs = performance.now();
  for (let round = 0; round < 15; round++) {
    client.send('x');
    await pause(100);
  }
  expect(client.ending()).toBeUndefined();
  expect((await client.ended).atMs - startedMs).toBeGreaterThan(2400);
  await proxy.removeToxic('timeout_upstream');

  await proxy.addToxic({ type: 'timeout', attributes: { timeout: 0 } });
  const hanging = await connect();
  hanging.send('SAY 10\n');
  await pause(100);
  expect(hanging.ending()).toBeUndefined();
  await proxy.removeToxic('timeout_downstream');
  expect((await hanging.ended).how).toBe('FIN');
  expect(hanging.receivedBytes()).toBe(0);
});

test.for(['downstream', 'upstream'] as const)('reset_peer resets a connection that begins under it, %s', async (stream) => {
  const { proxy, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'reset_peer', stream, attributes: { timeout: 100 } });
  const client = await connect();
  await pause(150);
  expect(client.ending()).toBeUndefined();
  const startedMs = performance.now();
  client.send('SAY 10\n');
  const { how, atMs } = await client.ended;
  expect([how, client.receivedBytes()]).toEqual(['RST', 0]);
  expect(atMs - startedMs).toBeGreaterThan(100 - earlyMs);
});

test('reset_peer gives a FIN to a connection that was there before, as in Toxiproxy', async () => {
  const { proxy, dial: connect } = await openLab();
  const client = await connect();
  client.send('SAY 10\n');
  await client.receives(10);
  await proxy.addToxic({ type: 'reset_peer', attributes: { timeout: 0 } });
  client.send('SAY 10\n');
  expect((await client.ended).how).toBe('FIN');
  expect(client.receivedBytes()).toBe(10);
});

test.for([0, 1, 100, 100_000])('limit_data closes after exactly %d bytes', async (bytes) => {
  const { proxy, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'limit_data', attributes: { bytes } });
  const client = await connect();
  client.send('SAY 200000\n');
  expect((await client.ended).how).toBe('FIN');
  expect(client.receivedBytes()).toBe(bytes);
});

test('limit_data counts over all answers of a connection', async () => {
  const { proxy, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'limit_data', attributes: { bytes: 1000 } });
  const client = await connect();
  for (let round = 1; round <= 6; round++) {
    client.send('SAY 159\n');
    await client.receives(round * 159);
  }
  client.send('SAY 159\n');
  await client.ended;
  expect(client.receivedBytes()).toBe(1000);
});

test('slicer cuts what comes into pieces of about the size', async () => {
  const { proxy, dial: connect } = await openLab();
  const whole = await connect();
  whole.send('SAY 10000\n');
  await whole.receives(10_000);
  await proxy.addToxic({ type: 'slicer', attributes: { average_size: 100, size_variation: 20, delay: 1000 } });
  const sliced = await connect();
  const startedMs = performance.now();
  sliced.send('SAY 10000\n');
  await sliced.receives(10_000);
  expect(sliced.reads.length).toBeGreaterThan(whole.reads.length + 10);
  // At least 84 pieces of at most 120 bytes, a millisecond apart.
  expect(performance.now() - startedMs).toBeGreaterThan(80);
  // The first pieces arrive alone; later ones may be read together.
  expect(sliced.reads[0]!.bytes).toBeLessThanOrEqual(120);
});

test('a toxicity of 0 hits nobody, and one of 0.5 hits some connections, each wholly or not at all', async () => {
  const { proxy, dial: connect } = await openLab({ seed: 3 });
  await proxy.addToxic({ type: 'limit_data', name: 'never', toxicity: 0, attributes: { bytes: 0 } });
  await proxy.addToxic({ type: 'bandwidth', name: 'half', toxicity: 0.5, attributes: { rate: 0 } });
  const clients = await Promise.all(Array.from({ length: 40 }, connect));
  for (const client of clients) client.send('SAY 10\nSAY 10\n');
  const isAnswered = (client: Client): boolean => client.receivedBytes() === 20;
  await eventually(async () => (await proxy.observe())!.strikes.length + clients.filter(isAnswered).length === 40);
  const hit = (await proxy.observe())!.strikes.length;
  expect(clients.filter((client) => client.receivedBytes() === 0).length).toBe(hit);
  expect(hit).toBeGreaterThan(5);
  expect(hit).toBeLessThan(35);
});

test('a disabled proxy ends live connections, refuses new ones, and comes back on the same port', async () => {
  const { proxy, dial: connect } = await openLab();
  const client = await connect();
  client.send('SAY 10\n');
  await client.receives(10);
  await proxy.disable();
  expect((await client.ended).how).toBe('FIN');
  await expect(connect()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect((await proxy.observe())!.strikes).toEqual([{ toxic: 'down', type: 'down', stream: 'downstream', connection: 1 }]);
  await proxy.enable();
  const again = await dial(proxy.address.port);
  again.send('SAY 10\n');
  await again.receives(10);
});

test('an upstream that is gone: the client is connected and then cut off', async () => {
  const { upstream, dial: connect } = await openLab();
  await upstream.stop();
  const client = await connect();
  client.send('SAY 10\n');
  await client.ended;
  expect(client.receivedBytes()).toBe(0);
});

test('half-closed connections are not kept, as in Toxiproxy: the FIN of a client ends both directions', async () => {
  const { upstream, dial: connect } = await openLab();
  const client = await connect();
  client.send('nothing to answer');
  client.socket.end();
  expect((await client.ended).how).toBe('FIN');
  await eventually(() => upstream.heard[0]!.ended !== 'open');
  expect(upstream.heard[0]!.text).toBe('nothing to answer');
});

test('who does not read is not read for: the server holds a bounded part of what is sent', async () => {
  const { upstream, dial: connect } = await openLab();
  const client = await connect();
  client.socket.pause();
  client.send('SAY 100000000\n');
  await eventually(() => upstream.sockets.length === 1 && upstream.sockets[0]!.writableLength > 0);
  await pause(300);
  // Kernel buffers on two connections and our own quarter of a megabyte; the rest is still with the upstream.
  expect(upstream.sockets[0]!.bytesWritten - upstream.sockets[0]!.writableLength).toBeLessThan(60_000_000);
  client.socket.resume();
  await client.receives(100_000_000);
}, 60_000);

test('what has ended a stream lets nothing pass when it is removed', async () => {
  const { proxy, dial: connect } = await openLab();
  await proxy.addToxic({ type: 'limit_data', attributes: { bytes: 5 } });
  await proxy.addToxic({ type: 'latency', attributes: { latency: 300 } });
  const client = await connect();
  client.send('SAY 10\n');
  await eventually(async () => (await proxy.observe())!.strikes.some(({ type }) => type === 'limit_data'));
  await proxy.removeToxic('limit_data_downstream');
  // What it let through is still held by the other, and with it the end.
  client.send('SAY 10\n');
  expect((await client.ended).how).toBe('FIN');
  expect(client.receivedBytes()).toBe(5);
});
