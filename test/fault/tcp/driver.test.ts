import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { Toxiproxy } from 'toxiproxy-node-client';
import { expect, onTestFinished, test } from 'vitest';
import { connectToxiproxy } from '../../../src/fault/tcp/toxiproxy.ts';
import { dial, listening, openLab, startServer, startUpstream } from './tcp-lab.ts';

// Goal: whichever server is named, it is used rightly or refused clearly, and nothing of ours stays on it. Method: our server, and small servers that are none.

/** A server that somebody else wrote. */
async function startForeign(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  const port = await listening(server);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${port}`;
}

const genuine: RequestListener = (request, response) => {
  if (request.url === '/version') response.end('{"version": "2.12.0"}\n');
  else if (request.method === 'POST' && request.url === '/proxies')
    response.writeHead(201).end('{"name":"p","listen":"[::]:21212","upstream":"127.0.0.1:1","enabled":true,"Logger":{},"toxics":[]}');
  else if (request.method === 'DELETE') response.writeHead(204).end();
  else response.writeHead(404).end('404 page not found\n');
};

test('the official client does all it can with our server', async () => {
  const [server, upstream] = [await startServer(), await startUpstream()];
  const client = new Toxiproxy(server.url);
  const proxies = await client.populate([{ name: 'a', listen: '127.0.0.1:0', upstream: upstream.address, enabled: true }]);
  const proxy = proxies['a']!;
  const toxic = await proxy.addToxic({ name: 't', type: 'latency', stream: 'downstream', toxicity: 0.5, attributes: { latency: 1, jitter: 0 } });
  expect(toxic.toJson()).toEqual({ name: 't', type: 'latency', stream: 'downstream', toxicity: 0.5, attributes: { latency: 1, jitter: 0 } });
  expect((await toxic.update({ ...toxic.toJson(), toxicity: 1 })).toxicity).toBe(1);
  expect((await proxy.getToxic('t')).attributes).toEqual({ latency: 1, jitter: 0 });
  expect((await proxy.update({ enabled: false, listen: proxy.listen, upstream: proxy.upstream })).enabled).toBe(false);
  await client.reset();
  expect((await client.get('a')).enabled).toBe(true);
  await expect(proxy.getToxic('t')).rejects.toThrow('404');
  expect(Object.keys(await client.getAll())).toEqual(['a']);
  await proxy.remove();
  expect(await client.getAll()).toEqual({});
});

test('the driver knows our server, its seed and its own toxics', async () => {
  const server = await startServer({ seed: 42 });
  const toxiproxy = await connectToxiproxy(`${server.url}/`);
  expect(toxiproxy).toMatchObject({ url: server.url, version: '2.12.0', embedded: { seed: 42 } });
  expect(toxiproxy.embedded!.toxics).toContain('rehearsal_reset');
});

test.for<[string, RequestListener, string]>([
  ['no Toxiproxy', (_request, response) => response.end('<html>hello</html>'), 'is no Toxiproxy'],
  ['JSON of something else', (_request, response) => response.end('{"version": 3}'), 'is no Toxiproxy'],
  ['an older version', (_request, response) => response.end('{"version": "2.5.0"}'), 'is of version 2.5.0, and 2.12 is needed'],
  ['a newer version', (_request, response) => response.end('{"version": "3.0.0"}'), 'is of version 3.0.0, and 2.12 is needed'],
  ['an error', (_request, response) => response.writeHead(503).end(), 'did not tell its version (status 503)'],
  ['a connection that breaks off', (request) => request.socket.destroy(), 'cannot be reached'],
])('%s is refused', async ([, answer, message]) => {
  const url = await startForeign(answer);
  const failure: unknown = await connectToxiproxy(url).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'TOXIPROXY_UNUSABLE', exitCode: 3, hint: expect.any(String) as string });
  expect((failure as Error).message).toContain(message);
});

test('a server that is gone, one that never answers, and an address that is none are refused', async () => {
  const upstream = await startUpstream();
  await upstream.stop();
  await expect(connectToxiproxy(`http://${upstream.address}`)).rejects.toMatchObject({ code: 'TOXIPROXY_UNUSABLE' });
  const silent = createTcpServer((socket) => onTestFinished(() => void socket.destroy()));
  const port = await listening(silent);
  onTestFinished(() => void silent.close());
  await expect(connectToxiproxy(`http://127.0.0.1:${port}`)).rejects.toThrow('gave no answer within 10 s');
  for (const url of ['', 'localhost:8474', 'ftp://127.0.0.1', 'http://user:secret@127.0.0.1'])
    await expect(connectToxiproxy(url)).rejects.toMatchObject({ code: 'USAGE', exitCode: 2 });
}, 30_000);

test('a server that is not ours is never asked for our own toxics, nor for what happened', async () => {
  const toxiproxy = await connectToxiproxy(await startForeign(genuine));
  expect(toxiproxy.embedded).toBeUndefined();
  const proxy = await toxiproxy.createProxy({ name: 'p', upstream: '127.0.0.1:1', listen: '0.0.0.0:21212' });
  // It listens everywhere: it is reached where its API is.
  expect(proxy.address).toEqual({ host: '127.0.0.1', port: 21212 });
  await expect(proxy.addToxic({ type: 'rehearsal_reset' })).rejects.toThrow('does not know the toxic rehearsal_reset');
  expect(await proxy.observe()).toBeUndefined();
});

test('everything that was created is removed, also after a failure, and nothing else', async () => {
  const { server, toxiproxy, upstream } = await openLab();
  const other = await connectToxiproxy(server.url);
  await other.createProxy({ name: 'theirs', upstream: upstream.address });
  await toxiproxy.createProxy({ name: 'second', upstream: upstream.address });
  await expect(toxiproxy.createProxy({ name: 'theirs', upstream: upstream.address })).rejects.toThrow('it has one of this name already');
  await expect(toxiproxy.createProxy({ name: 'third', upstream: upstream.address, listen: upstream.address })).rejects.toMatchObject({
    code: 'TOXIPROXY_UNUSABLE',
  });
  expect(server.proxyCount()).toBe(3);
  await toxiproxy.close();
  expect(Object.keys(await new Toxiproxy(server.url).getAll())).toEqual(['theirs']);
  await toxiproxy.close();
});

test('what is gone already needs no removal; what cannot be removed is named', async () => {
  const { server, toxiproxy, proxy } = await openLab();
  await proxy.removeToxic('never-there');
  await proxy.remove();
  await proxy.remove();
  const left = await toxiproxy.createProxy({ name: 'left', upstream: '127.0.0.1:1' });
  await server.close();
  await expect(left.disable()).rejects.toMatchObject({ code: 'TOXIPROXY_UNUSABLE' });
  await expect(toxiproxy.close()).rejects.toThrow('These proxies may be left on it: left.');
});

test.for(['', 'a/b', '..', 'a b', 'ü', 'a?b'])('%j is no name for a proxy', async (name) => {
  const toxiproxy = await connectToxiproxy((await startServer()).url);
  await expect(toxiproxy.createProxy({ name, upstream: '127.0.0.1:1' })).rejects.toMatchObject({ code: 'USAGE' });
});

test('a proxy is reached where it says', async () => {
  const { proxy } = await openLab();
  const client = await dial(proxy.address.port);
  client.send('SAY 3\n');
  await client.receives(3);
});
