import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cassetteFiles } from '../../src/cassette/files.ts';
import { createRedactor } from '../../src/cassette/redaction/index.ts';
import { readCassette } from '../../src/cassette/read-cassette.ts';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { exactMatching } from '../../src/domain/cassette.ts';
import type { EventBody } from '../../src/domain/event.ts';
import { createInjector, faultKinds } from '../../src/fault/index.ts';
import { createEpisodeGate, startHttpFront, type HttpFront } from '../../src/gateway/index.ts';
import { openaiChat } from '../../src/dialect/openai-chat.ts';
import { chatAnswer } from '../support/exchanges.ts';
import { recordGateway, replayGateway } from '../support/gateway.ts';
import { post, rawRequest } from '../support/raw-http.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { echoModel, pause, startUpstream } from '../support/upstream.ts';

// Goal: the one door. It serves many episodes at once and mixes nothing up, lets nothing past, passes streams on while it keeps them, and answers
// whatever an upstream or an agent does. Method: real sockets on loopback, upstreams that misbehave on purpose.

const url = '/openai/v1/chat/completions';

function asking(text: string, stream = false): string {
  return JSON.stringify({ model: 'gpt-4o', stream, messages: [{ role: 'user', content: text }] });
}

/** A front with episodes whose models repeat what they hear. */
async function echoFront(ids: readonly string[]): Promise<{ front: HttpFront; events: Map<string, EventBody[]> }> {
  const front = await startHttpFront(0);
  onTestFinished(() => front.stop());
  const events = new Map(ids.map((id) => [id, [] as EventBody[]]));
  for (const id of ids) {
    const gate = createEpisodeGate({
      answerer: {
        async answer(call) {
          await pause(Math.floor(Number(`0x${createHash('sha1').update(call.request.body).digest('hex').slice(0, 2)}`) / 16));
          const last = call.canonical.chat?.turns.at(-1)?.blocks[0];
          const response = chatAnswer(`${id} heard ${last?.kind === 'text' ? last.text : ''}`, false);
          return { answer: { ...response, body: response.chunks }, origin: 'scripted' };
        },
      },
      injector: createInjector([], faultKinds),
      redactor: createRedactor(),
      matching: exactMatching,
      emit: (event) => void events.get(id)!.push(event),
    });
    front.open(id, gate);
  }
  return { front, events };
}

describe('many episodes', () => {
  test('50 at once, 4 requests each: every one gets its own answers and events', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `e${index + 1}`);
    const { front, events } = await echoFront(ids);
    await Promise.all(
      ids.flatMap((id) =>
        [1, 2, 3, 4].map(async (number) => {
          const response = await fetch(`${front.origin}/e/${id}${url}`, { method: 'POST', body: asking(`${id}: message ${number}`) });
          const answer = openaiChat.readResponse({ ...chatAnswer('', false), chunks: [new Uint8Array(await response.arrayBuffer())] });
          expect(answer.blocks).toEqual([{ kind: 'text', text: `${id} heard ${id}: message ${number}` }]);
        }),
      ),
    );
    for (const id of ids) {
      const own = events.get(id)!;
      expect(own.filter(({ kind }) => kind === 'model-request')).toHaveLength(4);
      expect(own.filter(({ kind }) => kind === 'model-answer')).toHaveLength(4);
      const others = JSON.stringify(own).match(/e\d+(?=:? (heard|message))/g)!;
      expect(new Set(others)).toEqual(new Set([id]));
    }
  });

  test('an episode that is over, and one that never was, get no answer', async () => {
    const { front } = await echoFront(['e1']);
    front.close('e1');
    for (const path of [`/e/e1${url}`, `/e/e2${url}`, url]) {
      const response = await fetch(`${front.origin}${path}`, { method: 'POST', body: asking('hello') });
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('No episode is open');
    }
  });

  test('a path that nobody serves is named, with those that are', async () => {
    const { front, events } = await echoFront(['']);
    for (const path of ['/', '/v1/chat/completions', '/http/', '/e/', '//', '/denied/%zz', '/%', '/http/%2e%2e/x', '/openai']) {
      const answer = await rawRequest(front.port, `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
      expect(answer.status, path).toBeGreaterThanOrEqual(400);
      expect(answer.status, path).toBeLessThan(500);
    }
    const { body } = await rawRequest(front.port, 'GET /v1/models HTTP/1.1\r\nhost: x\r\n\r\n');
    expect(body.toString()).toContain('/openai/v1');
    // A client with a wrong base URL must not go unnoticed: each is told, without its query and without secrets.
    const told = events.get('')!.map((event) => (event.kind === 'egress-denied' ? event.target : event.kind));
    expect(told).toEqual(
      expect.arrayContaining([`the gateway's own path /v1/chat/completions`, `the gateway's own path /`, `the gateway's own path /openai`, '%zz']),
    );
    events.get('')!.length = 0;
    await rawRequest(front.port, 'GET /bot/sk-proj-Zx81hK20qLmN73vBc5TyU9pQwErT6aSdF4gHj/x?key=AIza1 HTTP/1.1\r\nhost: x\r\n\r\n');
    expect(events.get('')).toEqual([
      { kind: 'egress-denied', target: expect.stringMatching(/^the gateway's own path \/bot\/\[redacted:provider-key:[0-9a-f]{8}\]\/x$/) as string },
    ]);
  });
});

describe('other ways out', () => {
  test('a WebSocket gets 426, and the episode is told', async () => {
    const { front, events } = await echoFront(['e1', 'e2']);
    const head =
      'host: x\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n\r\n';
    const answer = await rawRequest(front.port, `GET /e/e1/openai/v1/realtime?model=x HTTP/1.1\r\n${head}`);
    expect(answer.status).toBe(426);
    expect(answer.head.toLowerCase()).toContain('upgrade: http/1.1');
    expect(events.get('e1')).toEqual([{ kind: 'websocket-refused', url: '/openai/v1/realtime' }]);
    expect(events.get('e2')).toEqual([]);
    const socket = new WebSocket(`ws://127.0.0.1:${front.port}/e/e2/openai/v1/realtime`);
    await new Promise((resolve) => socket.addEventListener('error', resolve, { once: true }));
    expect(events.get('e2')).toHaveLength(1);
  });

  test.each([
    ['CONNECT', 'CONNECT api.example.com:443 HTTP/1.1\r\nhost: api.example.com:443\r\n', 'api.example.com:443'],
    ['absolute form', 'GET http://example.com/secret?x=1 HTTP/1.1\r\nhost: example.com\r\n', 'example.com'],
    ['absolute form with a port', 'GET http://example.com:8080/ HTTP/1.1\r\nhost: example.com:8080\r\n', 'example.com:8080'],
  ])('a proxied request (%s) is denied, and reported to the episode that its credentials name', async (_, head, target) => {
    const { front, events } = await echoFront(['e1', 'e2']);
    const credentials = Buffer.from('e2:rehearsal').toString('base64');
    const answer = await rawRequest(front.port, `${head}proxy-authorization: Basic ${credentials}\r\n\r\n`);
    expect(answer.status).toBe(403);
    expect(answer.head).toContain('x-rehearsal-code: EGRESS_DENIED');
    expect(answer.body.toString()).toContain('upstreams:');
    expect(events.get('e2')).toEqual([{ kind: 'egress-denied', target }]);
    expect(events.get('e1')).toEqual([]);
    // Without credentials, or with garbage, it is denied all the same.
    for (const line of ['', 'proxy-authorization: Basic !!!\r\n', 'proxy-authorization: Bearer x\r\n'])
      expect((await rawRequest(front.port, `${head}${line}\r\n`)).status).toBe(403);
    expect(events.get('e1')).toEqual([]);
  });

  test('garbage on the socket ends that socket and nothing else', async () => {
    const { front } = await echoFront(['']);
    for (const garbage of ['\u0000\u0001\u0002\r\n\r\n', 'GET\r\n\r\n', 'POST / HTTP/1.1\r\ncontent-length: x\r\n\r\n']) {
      const answer = await rawRequest(front.port, garbage);
      expect(answer.status === 400 || Number.isNaN(answer.status)).toBe(true);
    }
    const response = await fetch(`${front.origin}${url}`, { method: 'POST', body: asking('still there?') });
    expect(await response.text()).toContain('heard still there?');
  });

  test('a body that no model can read is answered, in replay too', async () => {
    const { front } = await echoFront(['']);
    for (const body of ['', '{', '[]', 'null', '{"messages":5}', Buffer.from([0xff, 0xfe])]) {
      const { status } = await rawRequest(front.port, post(url, body));
      expect(status).toBeGreaterThanOrEqual(200);
    }
  });
});

describe('while recording', () => {
  test('the first chunk reaches the agent before the upstream has sent the second', async () => {
    const gate = Promise.withResolvers<void>();
    const upstream = await startUpstream(async (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"choices":[{"delta":{"content":"one"}}]}\n\n');
      await gate.promise;
      response.end('data: [DONE]\n\n');
    });
    const { origin, finish } = await recordGateway(join(tempFolder(), 'c.yaml'), { openai: upstream.origin });
    const response = await fetch(`${origin}${url}`, { method: 'POST', body: asking('hello', true) });
    const reader = response.body!.getReader();
    const first = await reader.read();
    expect(Buffer.from(first.value).toString()).toContain('one');
    gate.resolve(); // Only now may the upstream go on: nothing waited for the whole.
    const second = await reader.read();
    expect(Buffer.from(second.value).toString()).toContain('[DONE]');
    expect((await reader.read()).done).toBe(true);
    expect((await finish()).exchangeCount).toBe(1);
  });

  test('even the head alone reaches the agent at once', async () => {
    const gate = Promise.withResolvers<void>();
    const upstream = await startUpstream(async (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      await gate.promise;
      response.end();
    });
    const { origin } = await recordGateway(join(tempFolder(), 'c.yaml'), { openai: upstream.origin });
    const response = await fetch(`${origin}${url}`, { method: 'POST', body: asking('hello', true) });
    expect(response.status).toBe(200);
    gate.resolve();
    await response.text();
  });

  test('an agent that reads slowly holds the upstream back; nothing is lost', async () => {
    let written = 0;
    const upstream = await startUpstream(async (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      for (let index = 0; index < 250; index++) {
        written += 64 * 1024;
        if (!response.write(Buffer.alloc(64 * 1024, index % 251))) await new Promise((resolve) => response.once('drain', resolve));
      }
      response.end();
    });
    const { port, finish, recording } = await recordGateway(join(tempFolder(), 'c.yaml'), { 'http/files': upstream.origin });
    const socket = connect(port, '127.0.0.1');
    let received = 0;
    socket.once('data', (chunk: Buffer) => {
      received += chunk.length;
      socket.pause();
    });
    socket.write('GET /http/files/big HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    await pause(400);
    expect(written).toBeLessThan(13 * 1024 * 1024);
    socket.on('data', (chunk: Buffer) => (received += chunk.length)).resume();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(received).toBeGreaterThan(250 * 64 * 1024);
    await finish();
    expect(recording.addedCount).toBe(1);
    // Megabytes take their time on a machine with other work.
  }, 180_000);

  test('an upstream that never answers: UPSTREAM_TIMEOUT, nothing recorded, and said how to wait longer', async () => {
    const upstream = await startUpstream(() => undefined);
    const { origin, failures, events, recording } = await recordGateway(
      join(tempFolder(), 'c.yaml'),
      { openai: upstream.origin },
      { timeoutMs: 200 },
    );
    const response = await fetch(`${origin}${url}`, { method: 'POST', body: asking('hello') });
    expect(response.status).toBe(502);
    expect(response.headers.get('x-rehearsal-code')).toBe('UPSTREAM_TIMEOUT');
    expect(await response.text()).toContain('--upstream-timeout');
    expect(failures.map(({ code }) => code)).toEqual(['UPSTREAM_TIMEOUT']);
    expect(events.filter(({ kind }) => kind === 'failure')).toMatchObject([{ code: 'UPSTREAM_TIMEOUT' }]);
    expect(recording.addedCount).toBe(0);
  });

  test('an upstream that is not there: UPSTREAM_UNREACHABLE, nothing recorded', async () => {
    const upstream = await startUpstream(() => undefined);
    await upstream.stop();
    const { origin, failures, recording } = await recordGateway(join(tempFolder(), 'c.yaml'), { openai: upstream.origin });
    const response = await fetch(`${origin}${url}`, { method: 'POST', body: asking('hello') });
    expect(response.status).toBe(502);
    expect(await response.text()).toMatch(/UPSTREAM_UNREACHABLE.*ECONNREFUSED/);
    expect(failures.map(({ code }) => code)).toEqual(['UPSTREAM_UNREACHABLE']);
    const unknown = await fetch(`${origin}/http/crm/orders`);
    expect(await unknown.text()).toContain('No upstream is known for http/crm');
    expect(recording.addedCount).toBe(0);
  });

  test('an upstream that hangs up before it answers: UPSTREAM_UNREACHABLE, nothing recorded', async () => {
    const upstream = await startUpstream((request) => void request.socket.destroy());
    const { origin, recording } = await recordGateway(join(tempFolder(), 'c.yaml'), { openai: upstream.origin });
    const response = await fetch(`${origin}${url}`, { method: 'POST', body: asking('hello') });
    expect(response.status).toBe(502);
    expect(recording.addedCount).toBe(0);
  });

  test('an agent that hangs up in mid-stream: the recording is whole, and a replay gives all of it', async () => {
    const gate = Promise.withResolvers<void>();
    const upstream = await startUpstream(async (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"choices":[{"delta":{"content":"one"}}]}\n\n');
      await gate.promise;
      response.write('data: {"choices":[{"delta":{"content":"two"}}]}\n\n');
      response.end('data: [DONE]\n\n');
    });
    const path = join(tempFolder(), 'c.yaml');
    const { origin, finish, events } = await recordGateway(path, { openai: upstream.origin });
    const controller = new AbortController();
    const response = await fetch(`${origin}${url}`, { method: 'POST', body: asking('hello', true), signal: controller.signal });
    await response.body!.getReader().read();
    controller.abort();
    await pause(50);
    gate.resolve();
    await expect.poll(() => events.map(({ kind }) => kind)).toContain('agent-hung-up');
    await finish();
    const { origin: replaying } = await replayGateway(path);
    const again = await fetch(`${replaying}${url}`, { method: 'POST', body: asking('hello', true) });
    const text = await again.text();
    expect(text).toContain('two');
    expect(text).toContain('[DONE]');
  });

  test('compressed answers are stored as text', async () => {
    const { gzipSync } = await import('node:zlib');
    const upstream = await startUpstream((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync('{"note":"mail ada@example.com"}'));
    });
    const path = join(tempFolder(), 'c.yaml');
    const { origin, finish } = await recordGateway(path, { 'http/crm': upstream.origin });
    const response = await fetch(`${origin}/http/crm/x`);
    expect(await response.json()).toEqual({ note: 'mail ada@example.com' });
    await finish();
    const wire = readFileSync(cassetteFiles(path).wire, 'utf8');
    expect(wire).toContain('note');
    expect(wire).not.toContain('ada@example.com');
  });
});

describe('secrets', () => {
  const apiKey = 'sk-proj-Zx81hK20qLmN73vBc5TyU9pQwErT6aSdF4gHj';
  const secrets = {
    apiKey,
    bearer: 'Bearer-tok-9f8e7d6c5b4a39281706f5e4d3c2b1a0',
    password: 'correct-horse-battery',
    mail: 'ada.byron@analytical-engines.example',
    card: '4012888888881881',
    jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
  };

  test('in requests and answers, split over chunks and events, are in no file; the replay matches all the same', async () => {
    const said = `mail ${secrets.mail}, card ${secrets.card}, key ${secrets.apiKey}, token ${secrets.jwt}. Done.`;
    const upstream = await startUpstream(async (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'set-cookie': `session=${secrets.bearer}; Path=/` });
      // Every delta holds three characters, and every chunk ends somewhere within an event.
      const events = said.match(/.{1,3}/gs)!.map((piece) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: piece } }] })}\n\n`);
      const text = `${events.join('')}data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`;
      for (const piece of text.match(/.{1,53}/gs)!) {
        response.write(piece);
        await pause(0);
      }
      response.end();
    });
    const folder = tempFolder();
    const path = join(folder, 'c.yaml');
    const body = JSON.stringify({
      model: 'gpt-4o',
      stream: true,
      messages: [
        { role: 'system', content: `Use https://admin:${secrets.password}@db.example.com/x and ${secrets.apiKey}` },
        { role: 'user', content: `I am ${secrets.mail} and pay with ${secrets.card}` },
      ],
    });
    const ask = async (origin: string): Promise<string> => {
      const response = await fetch(`${origin}${url}?api_key=${secrets.apiKey}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secrets.bearer}`, cookie: `sid=${secrets.bearer}`, 'x-api-key': secrets.apiKey },
        body,
      });
      expect(response.status).toBe(200);
      const read = openaiChat.readResponse({ ...chatAnswer('', true), chunks: [new Uint8Array(await response.arrayBuffer())] });
      return read.blocks.map((block) => (block.kind === 'text' ? block.text : '')).join('');
    };
    const recorder = await recordGateway(path, { openai: upstream.origin });
    expect(await ask(recorder.origin)).toBe(said); // The agent gets what the model said, unredacted.
    const journal = readFileSync(cassetteFiles(path).journal, 'utf8');
    await recorder.finish();
    const events = JSON.stringify(recorder.events);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(files.length).toBeGreaterThanOrEqual(2);
    for (const [name, secret] of Object.entries(secrets)) {
      for (const text of [...files, journal, events]) {
        for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, '')]) {
          expect(text.includes(form), `${name} in ${text.slice(Math.max(0, text.indexOf(form) - 60), text.indexOf(form) + 60)}`).toBe(false);
        }
      }
    }
    // Neither do the deltas, put together again, say it.
    const [recorded] = readCassette(cassetteFiles(path), allDialects).exchanges;
    const kept = openaiChat
      .readResponse(recorded!.response)
      .blocks.map((block) => (block.kind === 'text' ? block.text : ''))
      .join('');
    for (const secret of Object.values(secrets)) expect(kept).not.toContain(secret);
    expect(kept).toMatch(/^mail redacted-\w+@redacted\.invalid, card .*Done\.$/);
    const replayer = await replayGateway(path);
    expect(await ask(replayer.origin)).toBe(kept);
    expect(replayer.events.filter(({ kind }) => kind === 'replay-missed')).toEqual([]);
  });

  test('who asks does not count; a secret that is part of what is asked does', async () => {
    const upstream = await startUpstream(echoModel);
    const path = join(tempFolder(), 'c.yaml');
    const recorder = await recordGateway(path, { openai: upstream.origin });
    const ask = async (origin: string, key: string, said: string): Promise<number> => {
      const response = await fetch(`${origin}${url}`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: asking(said) });
      await response.text();
      return response.status;
    };
    expect(await ask(recorder.origin, apiKey, `pay with ${secrets.card}`)).toBe(200);
    await recorder.finish();
    const { origin } = await replayGateway(path);
    expect(await ask(origin, 'sk-other', 'pay with 5555555555554444')).toBe(400);
    expect(await ask(origin, 'sk-other', `buy with ${secrets.card}`)).toBe(400);
    expect(await ask(origin, 'sk-other', `pay with ${secrets.card}`)).toBe(200);
  });
});
