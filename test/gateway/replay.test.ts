import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RecordedExchange } from '../../src/domain/cassette.ts';
import { encodeUtf8, type HttpResponse } from '../../src/domain/http.ts';
import { chatAnswer, chatRequest, conversation, cutInto, exchange, recordTo, says } from '../support/exchanges.ts';
import { recordGateway, replayGateway } from '../support/gateway.ts';
import { post, rawRequest } from '../support/raw-http.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { pause, startUpstream } from '../support/upstream.ts';

// Goal: a replay is the recording, byte for byte: head, headers in their order and spelling, chunk borders, and the way it ended. Method: raw sockets on
// both sides; what the agent received while it was recorded is compared with what it receives in the replay.

const url = '/openai/v1/chat/completions';

function bodyOf(text: string): Buffer {
  return Buffer.from(chatRequest([says('user', text)]).body);
}

async function replayed(response: HttpResponse): ReturnType<typeof rawRequest> {
  const path = join(tempFolder(), 'c.yaml');
  const recorded: RecordedExchange = exchange(1, chatRequest([says('user', 'hello')]), response);
  recordTo(path, [recorded]);
  const { port } = await replayGateway(path);
  return rawRequest(port, post(url, bodyOf('hello')));
}

/** The chunks of a body in chunked coding. */
function framesOf(body: Buffer): readonly string[] {
  const frames: string[] = [];
  let at = 0;
  while (at < body.length) {
    const lineEnd = body.indexOf('\r\n', at);
    if (lineEnd === -1) break;
    const length = Number.parseInt(body.subarray(at, lineEnd).toString(), 16);
    if (length === 0) break;
    frames.push(body.subarray(lineEnd + 2, lineEnd + 2 + length).toString('latin1'));
    at = lineEnd + 2 + length + 2;
  }
  return frames;
}

describe('the bytes of a replay', () => {
  test.each([1, 7, 64, 100_000])('stream with chunks of %d bytes: every border where it was', async (size) => {
    const response = cutInto(chatAnswer('Grüezi 😀, wie geht es?', true), size);
    const { body, ended } = await replayed(response);
    expect(framesOf(body)).toEqual(response.chunks.map((chunk) => Buffer.from(chunk).toString('latin1')));
    expect(ended).toBe('whole');
  });

  test('an answer larger than any buffer', async () => {
    const response = cutInto({ ...chatAnswer('x', true), chunks: [Buffer.alloc(700_000, 'data: é\n\n')] }, 9000);
    const { body } = await replayed(response);
    expect(framesOf(body)).toEqual(response.chunks.map((chunk) => Buffer.from(chunk).toString('latin1')));
  });

  test('bytes that are no text', async () => {
    const chunks = [Uint8Array.from({ length: 256 }, (_, index) => index), Uint8Array.of(0xff, 0x0a, 0x0d, 0x00)];
    const { body } = await replayed({ status: 200, statusText: 'OK', headers: [['content-type', 'audio/wav']], chunks, ending: 'complete' });
    expect(framesOf(body)).toEqual(chunks.map((chunk) => Buffer.from(chunk).toString('latin1')));
  });

  test('status, its text, and headers in their order and spelling, twice where they came twice', async () => {
    const { head, body } = await replayed({
      status: 418,
      statusText: "I'm a teapot",
      headers: [
        ['X-Request-ID', 'req_1'],
        ['content-TYPE', 'text/plain'],
        ['x-ratelimit-remaining', '7'],
        ['X-Twice', 'one'],
        ['X-Twice', 'two'],
        ['Content-Length', '5'],
        ['Date', 'Thu, 01 Jan 1970 00:00:00 GMT'],
      ],
      chunks: [encodeUtf8('he'), encodeUtf8('llo')],
      ending: 'complete',
    });
    const lines = head.split('\r\n');
    expect(lines[0]).toBe("HTTP/1.1 418 I'm a teapot");
    expect(lines.slice(1, 8)).toEqual([
      'X-Request-ID: req_1',
      'content-TYPE: text/plain',
      'x-ratelimit-remaining: 7',
      'X-Twice: one',
      'X-Twice: two',
      'Content-Length: 5',
      'Date: Thu, 01 Jan 1970 00:00:00 GMT',
    ]);
    expect(lines.slice(8).every((line) => /^(connection|keep-alive): /i.test(line))).toBe(true);
    expect(body.toString()).toBe('hello');
  });

  test('no body at all', async () => {
    const { status, body } = await replayed({ status: 204, statusText: 'No Content', headers: [], chunks: [], ending: 'complete' });
    expect([status, body.length]).toEqual([204, 0]);
  });
});

describe('the end of a replay', () => {
  const whole = cutInto(chatAnswer('Half of it never comes', true), 40);
  const some = { ...whole, chunks: whole.chunks.slice(0, 3) };

  test('aborted: what came, then the connection is closed without the terminal frame', async () => {
    const { body, ended, status } = await replayed({ ...some, ending: 'aborted' });
    expect([status, ended]).toEqual([200, 'end']);
    expect(framesOf(body)).toHaveLength(3);
    expect(body.toString()).not.toContain('\r\n0\r\n');
  });

  test('error: what came, then the connection is reset', async () => {
    const { body, ended, status } = await replayed({ ...some, ending: 'error' });
    expect([status, ended]).toEqual([200, 'reset']);
    expect(framesOf(body)).toHaveLength(3);
  });

  test.each([
    ['aborted', 'end'],
    ['error', 'reset'],
  ] as const)('%s before the first byte of the body: the head came all the same', async (ending, ended) => {
    const answer = await replayed({ ...some, chunks: [], ending });
    expect([answer.status, answer.ended, answer.body.length]).toEqual([200, ended, 0]);
  });

  test('aborted with a content-length: fewer bytes than promised', async () => {
    const answer = await replayed({
      status: 200,
      statusText: 'OK',
      headers: [['content-length', '100']],
      chunks: [encodeUtf8('{"half":')],
      ending: 'aborted',
    });
    expect([answer.ended, answer.body.toString()]).toEqual(['end', '{"half":']);
  });
});

describe('recorded and replayed', () => {
  /** What the agent gets while it is recorded, and what it gets in the replay. */
  async function twice(handler: Parameters<typeof startUpstream>[0], path = url): Promise<readonly Awaited<ReturnType<typeof rawRequest>>[]> {
    const upstream = await startUpstream(handler);
    const cassette = join(tempFolder(), 'c.yaml');
    const recorder = await recordGateway(cassette, { openai: `${upstream.origin}/v1`, 'http/crm': upstream.origin });
    const request = post(path, bodyOf('hello'), ['authorization: Bearer sk-proj-1234567890abcdef1234']);
    const first = await rawRequest(recorder.port, request);
    await recorder.finish();
    const replayer = await replayGateway(cassette);
    return [first, await rawRequest(replayer.port, request)];
  }

  test.each([
    ['a JSON answer', url],
    ['plain HTTP', '/http/crm/orders'],
  ])('%s: the same bytes', async (_, path) => {
    const [first, second] = await twice((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'X-Request-Id': 'req_7' });
      response.end('{"choices":[]}');
    }, path);
    expect(second!.bytes.toString('latin1')).toBe(first!.bytes.toString('latin1'));
    expect(first!.head).toContain('X-Request-Id: req_7');
  });

  test('a stream, in the pieces in which it came: the same bytes', async () => {
    const [first, second] = await twice(async (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      for (const piece of ['data: {"choices":[{"delta":{"content":"h', 'é"}}]}\n', '\ndata: [DONE]\n\n']) {
        response.write(piece);
        await pause(30);
      }
      response.end();
    });
    expect(framesOf(second!.body)).toHaveLength(3);
    expect(second!.bytes.toString('latin1')).toBe(first!.bytes.toString('latin1'));
  });

  test('an error of the provider: the same bytes', async () => {
    const [first, second] = await twice((_request, response) => {
      response.writeHead(429, 'Too Many Requests', { 'Retry-After': '3', 'content-type': 'application/json' });
      response.end('{"error":{"message":"slow down","type":"rate_limit_error"}}');
    });
    expect(second!.status).toBe(429);
    expect(second!.bytes.toString('latin1')).toBe(first!.bytes.toString('latin1'));
  });

  test.each(['before the first byte', 'in mid-stream'])('an upstream that breaks off %s is recorded so, and replayed so', async (when) => {
    const [first, second] = await twice(async (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.flushHeaders();
      if (when === 'in mid-stream') response.write('data: {"choices":[{"delta":{"content":"half"}}]}\n\n');
      await pause(50);
      response.destroy();
    });
    expect(first!.status).toBe(200);
    expect(first!.ended).not.toBe('whole');
    expect(second!.ended).toBe(first!.ended);
    expect(second!.bytes.toString('latin1')).toBe(first!.bytes.toString('latin1'));
  });
});

test('pace: instant by default, as recorded or scaled where that is asked for', async () => {
  const path = join(tempFolder(), 'c.yaml');
  const response = cutInto(chatAnswer('slowly', true), 200);
  const recorded = {
    ...exchange(1, chatRequest([says('user', 'hello')]), response),
    chunkAtMs: response.chunks.map((_, index) => 100 + index * 100),
    endedAtMs: 400,
  };
  recordTo(path, [recorded]);
  const took = async (pace: 'instant' | 'recorded' | number): Promise<number> => {
    const { port } = await replayGateway(path, { pace });
    const startedAt = performance.now();
    const { body } = await rawRequest(port, post(url, bodyOf('hello')));
    expect(framesOf(body)).toHaveLength(response.chunks.length);
    return performance.now() - startedAt;
  };
  expect(await took('recorded')).toBeGreaterThanOrEqual(395);
  const scaled = await took(0.5);
  expect(scaled).toBeGreaterThanOrEqual(195);
  expect(await took('instant')).toBeLessThan(Math.max(100, scaled));
});

test('a miss is told to the agent in the words of its provider, with a status that SDKs do not retry', async () => {
  const path = join(tempFolder(), 'c.yaml');
  recordTo(path, conversation(1));
  const { origin, events } = await replayGateway(path);
  const ask = async (target: string, body: unknown): Promise<{ status: number; headers: Headers; body: { error: { message: string } } }> => {
    const response = await fetch(`${origin}${target}`, { method: 'POST', body: JSON.stringify(body) });
    return { status: response.status, headers: response.headers, body: (await response.json()) as { error: { message: string } } };
  };
  const bodies: readonly (readonly [string, unknown])[] = [
    [url, { model: 'm', stream: true, messages: [{ role: 'user', content: 'hi' }] }],
    ['/openai/v1/responses', { model: 'm', input: 'hi' }],
    ['/anthropic/v1/messages', { model: 'm', messages: [{ role: 'user', content: 'hi' }] }],
    ['/gemini/v1beta/models/m:generateContent', { contents: [] }],
    ['/openai/v1/embeddings', { model: 'm', input: 'hi' }],
    ['/openai/v1/files', {}],
    ['/http/crm/orders', {}],
  ];
  for (const [target, body] of bodies) {
    const answer = await ask(target, body);
    const missed = events.findLast((event) => event.kind === 'replay-missed');
    expect(answer.status, target).toBe(400);
    expect(answer.headers.get('x-should-retry'), target).toBe('false');
    expect(answer.headers.get('x-rehearsal-code'), target).toBe('REPLAY_MISS');
    // The same text in the body and in the event, from which terminal and report take it.
    expect(answer.body.error.message, target).toBe(`REPLAY_MISS: ${missed?.kind === 'replay-missed' ? missed.text : ''}`);
  }
});

test('a request asked too often gets REPLAY_EXHAUSTED over HTTP, never the old answer', async () => {
  const path = join(tempFolder(), 'c.yaml');
  recordTo(path, conversation(1));
  const { port, events } = await replayGateway(path);
  const request = post(url, conversation(1)[0]!.request.body);
  expect((await rawRequest(port, request)).body.toString()).toContain('answer 1');
  const again = await rawRequest(port, request);
  expect(again.status).toBe(400);
  expect(again.body.toString()).toContain('REPLAY_EXHAUSTED');
  expect(again.body.toString()).not.toContain('answer 1');
  expect(events.filter(({ kind }) => kind === 'replay-missed')).toHaveLength(1);
});
