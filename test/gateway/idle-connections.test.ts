import { createServer } from 'node:http';
import { createServer as createRawServer, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { recordGateway } from '../support/gateway.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { pause } from '../support/upstream.ts';

// Goal: a server that closes connections while they are idle costs no recording, and no request that may have had an effect is sent twice. Method: a server
// of `node:http` whose idle connections live for a millisecond, and a bare one that breaks each connection at its second request, after it has read it.

/** Answers the first request of every connection, and breaks the connection at the second. */
async function breaksAtSecond(seen: string[]): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createRawServer((socket) => {
    sockets.add(socket);
    let requests = 0;
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      seen.push(bytes.toString('latin1').split(' ').slice(0, 2).join(' '));
      if (++requests === 2) return void socket.resetAndDestroy();
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nok');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('what has no effect is asked once more where a kept connection breaks', async () => {
  const seen: string[] = [];
  const upstream = await breaksAtSecond(seen);
  const { origin, finish, failures } = await recordGateway(join(tempFolder(), 'c.yaml'), { 'http/shop': upstream });
  for (const number of [1, 2, 3]) {
    const response = await fetch(`${origin}/http/shop/orders/${number}`);
    expect([response.status, await response.text()]).toEqual([200, 'ok']);
  }
  // The second came on the first's connection, which broke; it was asked again.
  expect(seen.filter((line) => line === 'GET /orders/2')).toHaveLength(2);
  expect(failures).toEqual([]);
  expect((await finish()).exchangeCount).toBe(3);
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
  '%s: what may have had an effect is never sent twice, and never on a connection that may be dead',
  async (method) => {
    const seen: string[] = [];
    const upstream = await breaksAtSecond(seen);
    const { origin, finish, failures } = await recordGateway(join(tempFolder(), 'c.yaml'), { 'http/shop': upstream });
    await (await fetch(`${origin}/http/shop/orders`)).text();
    const order: RequestInit = { method, body: 'x' };
    for (const number of [1, 2, 3]) {
      const response = await fetch(new Request(`${origin}/http/shop/orders/${number}`, order));
      expect([response.status, await response.text()]).toEqual([200, 'ok']);
    }
    expect(seen).toEqual(['GET /orders', ...[1, 2, 3].map((number) => `${method} /orders/${number}`)]);
    expect(failures).toEqual([]);
    expect((await finish()).exchangeCount).toBe(4);
  },
);

test('a server that reads a request and breaks has it once; the agent is told', async () => {
  const seen: string[] = [];
  const server = createRawServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      seen.push(bytes.toString('latin1').split(' ')[0]!);
      socket.resetAndDestroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { origin, failures } = await recordGateway(join(tempFolder(), 'c.yaml'), {
    'http/shop': `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  const response = await fetch(`${origin}/http/shop/orders`, { method: 'POST', body: 'x' });
  expect(response.status).toBe(502);
  expect(response.headers.get('x-rehearsal-code')).toBe('UPSTREAM_UNREACHABLE');
  expect(seen).toEqual(['POST']);
  expect(failures.map(({ code }) => code)).toEqual(['UPSTREAM_UNREACHABLE']);
});

test('a server whose idle connections live for a moment: every request is answered, and comes once', async () => {
  const bodies: string[] = [];
  const server = createServer({ keepAliveTimeout: 1, keepAliveTimeoutBuffer: 0 }, (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (body !== '') bodies.push(body);
      response.end('ok');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => (server.closeAllConnections(), void server.close()));
  const { origin, finish, failures } = await recordGateway(join(tempFolder(), 'c.yaml'), {
    'http/shop': `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
  for (let number = 0; number < 60; number++) {
    const get = await fetch(`${origin}/http/shop/orders`);
    expect([get.status, await get.text()]).toEqual([200, 'ok']);
    const response = await fetch(`${origin}/http/shop/orders`, { method: 'POST', body: `order ${number}` });
    expect([response.status, await response.text()]).toEqual([200, 'ok']);
    // The waits lie around the moment at which the server closes.
    await pause(number % 4);
  }
  expect(bodies).toEqual(Array.from({ length: 60 }, (_, number) => `order ${number}`));
  expect(failures).toEqual([]);
  expect((await finish()).exchangeCount).toBe(120);
});
