import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Toxiproxy } from 'toxiproxy-node-client';
import { expect, test } from 'vitest';
import { dial, startUpstream } from '../fault/tcp/tcp-lab.ts';
import { originOf, rehearsal, startRehearsal } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';

// Goal: the server of TCP faults alone, as users and containers run it. Method: the executable, the official client, real sockets.

test('it serves the official client, and Ctrl-C closes every port and connection', async () => {
  const upstream = await startUpstream();
  const running = startRehearsal(['toxiproxy', '--port', '0', '--seed', '5'], { folder: tempFolder() });
  const url = await originOf(running);
  const client = new Toxiproxy(url);
  expect(JSON.parse(await client.getVersion())).toEqual({ version: '2.12.0' });
  const proxy = await client.createProxy({ name: 'model', listen: '127.0.0.1:0', upstream: upstream.address });
  await proxy.addToxic({ name: 'slow', type: 'latency', stream: 'downstream', toxicity: 1, attributes: { latency: 600_000, jitter: 0 } });
  const port = Number(proxy.listen.split(':').at(-1));
  const held = await dial(port);
  held.send('SAY 10\n');
  running.child.kill('SIGINT');
  expect((await running.ended).code).toBe(0);
  await held.ended;
  await expect(dial(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a file of proxies opens them, and --json says where everything is', async () => {
  const upstream = await startUpstream();
  const folder = tempFolder();
  writeFileSync(join(folder, 'proxies.json'), JSON.stringify([{ name: 'model', listen: '127.0.0.1:0', upstream: upstream.address }]));
  const running = startRehearsal(['toxiproxy', '--port', '0', '--config', 'proxies.json', '--metrics', '--json'], { folder });
  await running.shows(/"proxies": 1/);
  const said = JSON.parse(running.stdout()) as { url: string; port: number };
  expect(said).toEqual({ url: `http://127.0.0.1:${said.port}`, port: said.port, host: '127.0.0.1', seed: 1, proxies: 1 });
  const proxy = await new Toxiproxy(said.url).get('model');
  const client = await dial(Number(proxy.listen.split(':').at(-1)));
  client.send('SAY 10\n');
  await client.receives(10);
  const metrics = await (await fetch(`${said.url}/metrics`)).text();
  expect(metrics).toContain(
    `toxiproxy_proxy_received_bytes_total{direction="downstream",listener="${proxy.listen}",proxy="model",upstream="${upstream.address}"} 10\n`,
  );
  expect(metrics).toContain(`sent_bytes_total{direction="upstream",listener="${proxy.listen}",proxy="model",upstream="${upstream.address}"} 7\n`);
  running.child.kill('SIGTERM');
  expect((await running.ended).code).toBe(0);
});

test.for([
  [['--config', 'broken.json'], 2, 'CONFIGURATION_INVALID  broken.json:2:4'],
  [['--config', 'strange.json'], 2, 'missing required field: upstream at proxy 1'],
  [['--config', 'taken.json'], 2, 'bind: address already in use'],
  [['--config', 'missing.json'], 2, 'CONFIGURATION_INVALID  missing.json'],
  [['--host', '192.0.2.1'], 2, 'Nothing can listen on 192.0.2.1'],
  [['--host', 'no such host'], 2, 'no such host'],
  [['--port', '70000'], 2, '--port must be a whole number'],
  [['--seed', '1.5'], 2, '--seed must be a whole number'],
] as const)('%j ends with exit code %d: %s', async ([words, code, text]) => {
  const folder = tempFolder();
  const upstream = await startUpstream();
  writeFileSync(join(folder, 'broken.json'), '[{"name":"a","upstream":"b:1"},\n  {]');
  writeFileSync(join(folder, 'strange.json'), '[{"name":"a"}]');
  const proxy = (name: string, listen: string): object => ({ name, listen, upstream: 'b:1' });
  writeFileSync(join(folder, 'taken.json'), JSON.stringify([proxy('free', '127.0.0.1:0'), proxy('taken', upstream.address)]));
  const ended = await rehearsal(['toxiproxy', ...(words[0] === '--port' ? [] : ['--port', '0']), ...words], { folder });
  expect(ended.stderr).toContain(text);
  expect([ended.code, ended.stdout]).toEqual([code, '']);
});

test('a port in use is told as such', async () => {
  const upstream = await startUpstream();
  const ended = await rehearsal(['toxiproxy', '--port', String(upstream.port)], { folder: tempFolder() });
  expect(ended.stderr).toContain('PORT_IN_USE');
  expect(ended.code).toBe(3);
});
