import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { rawRequest } from '../../support/raw-http.ts';
import { dial, eventually, openLab, pause, startServer, startUpstream } from './tcp-lab.ts';

// Goal: nothing that comes in ends the server, fills it, or leaves something behind. Method: what a hostile or broken client sends, and then the question whether
// the server still does its work.

async function ask(url: string, method: string, body?: unknown): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }) });
  return { status: response.status, text: await response.text() };
}

test.for(['/proxies', '/populate', '/proxies/lab', '/proxies/lab/toxics', '/proxies/lab/toxics/t'])('garbage is no body: %s', async (path) => {
  const { server, proxy, dial: connect } = await openLab();
  await proxy.addToxic({ name: 't', type: 'noop' });
  const wrong = '{"name":{},"type":[],"listen":{},"attributes":[],"toxicity":"x"}';
  for (const body of ['garbage', '{"', '[[[[', '"x"', '12', '['.repeat(50_000), '\u0000\u0001', wrong]) {
    const { status } = await ask(server.url + path, 'POST', body);
    expect([body, status]).toEqual([body, 400]);
  }
  const client = await connect();
  client.send('SAY 5\n');
  await client.receives(5);
});

test('a huge body is refused, and the server lives', async () => {
  const server = await startServer();
  const sent = ask(`${server.url}/proxies`, 'POST', `"${'x'.repeat(20_000_000)}"`);
  // Whether a client still reads the answer while it sends is its own affair.
  const { status } = await sent.catch(() => ({ status: 413 }));
  expect(status).toBe(413);
  expect((await ask(`${server.url}/version`, 'GET')).status).toBe(200);
});

test('what is no HTTP is answered with 400, and half a request holds up nobody', async () => {
  const server = await startServer();
  expect((await rawRequest(server.port, 'nonsense\r\n\r\n')).status).toBe(400);
  expect((await rawRequest(server.port, 'GET /%zz HTTP/1.1\r\nhost: x\r\n\r\n')).status).toBe(400);
  expect((await rawRequest(server.port, 'GET /proxies//x HTTP/1.1\r\nhost: x\r\n\r\n')).head).toMatch(/301[^]*location: \/proxies\/x/i);
  const half = connect(server.port, '127.0.0.1');
  half.on('error', () => undefined);
  half.write('POST /proxies HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"name":');
  await pause(20);
  expect((await ask(`${server.url}/proxies`, 'GET')).text).toBe('{}');
  half.end();
  await eventually(() => half.readableEnded || half.destroyed || half.closed || (half.resume(), false));
  half.destroy();
});

test('a web page changes nothing here', async () => {
  const server = await startServer();
  const response = await fetch(`${server.url}/proxies`, {
    method: 'POST',
    body: '{"name":"a","upstream":"b:1"}',
    headers: { 'user-agent': 'Mozilla/5.0 x' },
  });
  expect([response.status, await response.text()]).toEqual([403, 'User agent not allowed\n']);
  expect(server.proxyCount()).toBe(0);
});

test.for(['__proto__', 'constructor', '1', 'ü/\u0000"<', '🦊', 'x'.repeat(3000), ' ', '%2e'])('%j is a name like any other', async (name) => {
  const server = await startServer();
  expect((await ask(`${server.url}/proxies`, 'POST', { name, upstream: '127.0.0.1:1', listen: '127.0.0.1:0' })).status).toBe(201);
  const all = (await ask(`${server.url}/proxies`, 'GET')).text;
  expect(Object.keys(JSON.parse(all) as object)).toEqual([name]);
  const toxic = await ask(`${server.url}/populate`, 'POST', [{ name, upstream: '127.0.0.1:2', listen: '127.0.0.1:0' }]);
  expect((JSON.parse(toxic.text) as { proxies: { name: string }[] }).proxies[0]!.name).toBe(name);
  if (!name.includes('/')) expect((await ask(`${server.url}/proxies/${encodeURIComponent(name)}`, 'DELETE')).status).toBe(204);
});

test('proxies are listed by name, also where names are numbers', async () => {
  const server = await startServer();
  for (const name of ['b', '10', '9', 'a']) await ask(`${server.url}/proxies`, 'POST', { name, upstream: '127.0.0.1:1', enabled: false });
  expect([...(await ask(`${server.url}/proxies`, 'GET')).text.matchAll(/"name":"(\w+)"/g)].map((match) => match[1])).toEqual(['10', '9', 'a', 'b']);
});

test('10,000 proxies are made, and no more', async () => {
  const server = await startServer();
  const proxies = Array.from({ length: 10_000 }, (_, index) => ({
    name: `p${index}`,
    upstream: '127.0.0.1:1',
    listen: '127.0.0.1:0',
    enabled: false,
  }));
  expect((await ask(`${server.url}/populate`, 'POST', proxies)).status).toBe(201);
  const more = await ask(`${server.url}/proxies`, 'POST', { name: 'more', upstream: '127.0.0.1:1' });
  expect([more.status, more.text]).toEqual([500, '{"error":"too many proxies: a server has no more than 10000","status":500}\n']);
  expect(server.proxyCount()).toBe(10_000);
});

test('200 toxics are added to a proxy, and no more', async () => {
  const { server } = await openLab();
  const answers = await Promise.all(
    Array.from({ length: 201 }, (_, index) => ask(`${server.url}/proxies/lab/toxics`, 'POST', { name: `t${index}`, type: 'noop' })),
  );
  expect(answers.filter(({ status }) => status === 200).length).toBe(200);
});

test('connections are bounded, and there is room again when some have ended', async () => {
  const { dial: connect } = await openLab({ connectionsMax: 20 });
  const clients = await Promise.all(Array.from({ length: 20 }, connect));
  for (const client of clients) client.send('SAY 1\n');
  await Promise.all(clients.map((client) => client.receives(1)));
  const turnedAway = await connect();
  turnedAway.send('SAY 1\n');
  await turnedAway.ended;
  expect(turnedAway.receivedBytes()).toBe(0);
  for (const client of clients.slice(0, 10)) client.socket.destroy();
  await eventually(async () => {
    const client = await connect();
    client.send('SAY 1\n');
    await Promise.race([client.receives(1), client.ended]);
    return client.receivedBytes() === 1;
  });
  for (const client of clients.slice(10)) expect(client.ending()).toBeUndefined();
});

test('of many who create the same name at once, one succeeds', async () => {
  const server = await startServer();
  const create = (): ReturnType<typeof ask> => ask(`${server.url}/proxies`, 'POST', { name: 'same', upstream: '127.0.0.1:1', listen: 'localhost:0' });
  const statuses = (await Promise.all(Array.from({ length: 20 }, create))).map(({ status }) => status);
  expect(statuses.filter((status) => status === 201).length).toBe(1);
  expect(statuses.filter((status) => status === 409).length).toBe(19);
});

test('a server on loopback opens no port to other machines, whatever it is asked', async () => {
  const server = await startServer();
  const create = (listen: string): ReturnType<typeof ask> =>
    ask(`${server.url}/proxies`, 'POST', { name: `on${listen}`, upstream: '127.0.0.1:1', listen });
  for (const listen of ['0.0.0.0:0', '[::]:0', '192.0.2.1:0']) {
    const { status, text } = await create(listen);
    expect([status, text]).toEqual([500, expect.stringContaining('this server was started for this machine alone')]);
  }
  for (const listen of ['', ':0']) expect((await create(listen)).text).toContain('"listen":"127.0.0.1:');
});

test('a server that was given another host listens everywhere for its proxies', async () => {
  const server = await startServer({ host: '0.0.0.0' });
  expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  const { text } = await ask(`${server.url}/proxies`, 'POST', { name: 'a', upstream: '127.0.0.1:1', listen: '0.0.0.0:0' });
  expect(text).toMatch(/"listen":"0\.0\.0\.0:\d+"/);
});

test.for([
  ['a:b:c', 'listen tcp: address a:b:c: too many colons in address'],
  ['[::1', "listen tcp: address [::1: missing ']' in address"],
  ['127.0.0.1:99999', 'listen tcp: address 99999: invalid port'],
  ['127.0.0.1:http-x', 'listen tcp: lookup tcp/http-x: unknown port'],
  ['no-such-host.invalid:0', 'listen tcp: lookup no-such-host.invalid: no such host'],
])('%j is no address to listen on', async ([listen, error]) => {
  const server = await startServer();
  const { status, text } = await ask(`${server.url}/proxies`, 'POST', { name: 'a', upstream: '127.0.0.1:1', listen });
  expect([status, JSON.parse(text)]).toEqual([500, { error, status: 500 }]);
  expect(server.proxyCount()).toBe(0);
});

test('attributes out of all reason end nothing', async () => {
  const { server, proxy, dial: connect } = await openLab();
  const bodies = [
    { type: 'latency', attributes: { latency: -5, jitter: -5 } },
    { type: 'slicer', attributes: { average_size: 0, size_variation: 1_000_000, delay: -1 } },
    { type: 'limit_data', stream: 'upstream', attributes: { bytes: -1 } },
    { type: 'bandwidth', attributes: { rate: -7 } },
    { type: 'timeout', attributes: { timeout: 9_223_372_036_854_775_000 } },
  ];
  for (const body of bodies) {
    expect((await ask(`${server.url}/proxies/lab/toxics`, 'POST', body)).status).toBe(200);
    const client = await connect();
    client.send('SAY 500\n');
    await pause(30);
    await proxy.removeToxic(`${body.type}_${body.stream ?? 'downstream'}`);
    if (body.type === 'limit_data' || body.type === 'timeout') await client.ended;
    else await client.receives(500);
  }
  expect((await ask(`${server.url}/proxies/lab/toxics`, 'POST', { type: 'latency', attributes: { latency: '9'.repeat(30) } })).status).toBe(400);
});

test('what is closed leaves nothing open: no socket, no port, no timer', async () => {
  const count = (): number => process.getActiveResourcesInfo().filter((name) => /^(TCP|Timeout|Immediate|Pipe)/.test(name)).length;
  const upstream = await startUpstream();
  const before = count();
  const server = await startServer();
  const ports: number[] = [];
  for (const type of ['noop', 'latency', 'timeout', 'slow_close', 'rehearsal_half_open', 'rehearsal_blackhole', 'rehearsal_duplicate']) {
    const { text } = await ask(`${server.url}/proxies`, 'POST', { name: type, upstream: upstream.address, listen: '127.0.0.1:0' });
    ports.push(Number(/"listen":"127.0.0.1:(\d+)"/.exec(text)![1]));
    const attributes = { latency: 600_000, timeout: 600_000, delay: 600_000 };
    expect((await ask(`${server.url}/proxies/${type}/toxics`, 'POST', { type, stream: 'upstream', attributes })).status).toBe(200);
  }
  const clients = await Promise.all(ports.flatMap((port) => [dial(port), dial(port)]));
  for (const client of clients) client.send('SAY 10\n');
  for (const client of clients.slice(0, 7)) client.socket.end();
  await pause(100);
  await server.close();
  for (const client of clients) {
    await client.ended;
    client.socket.destroy();
  }
  await eventually(() => upstream.heard.every(({ ended }) => ended !== 'open'));
  for (const port of ports) await expect(dial(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  // `fetch` keeps its own connections to the API for a moment.
  await eventually(() => count() <= before);
});
