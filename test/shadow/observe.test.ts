/**
 * Goal: production is observed without being harmed: what was acknowledged is in the ledger, and whatever goes wrong, the caller never sees an exception and
 * never waits longer than it said. Method: the real endpoint and the real client on loopback, and servers that misbehave.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createShadow } from '../../src/shadow-client.ts';
import type { Ledger } from '../../src/shadow/ledger/ledger.ts';
import { openLedger } from '../../src/shadow/ledger/open-ledger.ts';
import { startObservationServer } from '../../src/shadow/observe/observation-server.ts';
import { mainFile, originOf, startRehearsal } from '../support/command-line.ts';
import { tempFolder } from '../support/temp-folder.ts';

async function endpoint(): Promise<{ origin: string; ledger: Ledger; problems: string[] }> {
  const ledger = await openLedger(join(tempFolder(), 'ledger.db'), { create: true });
  const problems: string[] = [];
  const server = await startObservationServer({ port: 0, ledger, now: Date.now, onProblem: (text) => problems.push(text) });
  onTestFinished(async () => {
    await server.stop();
    await ledger.close();
  });
  return { origin: server.origin, ledger, problems };
}

async function misbehaving(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function casesOf(ledger: Ledger): Promise<readonly (readonly [string, string | undefined, readonly string[], string | undefined])[]> {
  return [...(await ledger.cases({ agent: 'agent' }))].map((one) => [
    one.caseId,
    one.agent?.decision,
    one.people.map(({ decision }) => decision),
    one.truth?.decision,
  ]);
}

test('agent, person and truth of a case meet in the ledger', async () => {
  const { origin, ledger } = await endpoint();
  const shadow = createShadow({ url: origin, fingerprint: 'f7' });
  const task = { caseId: '4711', amount: 80, segments: { type: 'lease' }, couldBeCritical: false };
  expect(await shadow.observe(task, () => Promise.resolve({ decision: 'approve', confidence: 0.9, trace: 't.json' }))).toBe('kept');
  expect(await shadow.person(task, { person: 'ann', decision: 'reject', blind: true })).toBe('kept');
  expect(await shadow.truth({ caseId: '4711' }, 'reject')).toBe('kept');
  const [one] = [...(await ledger.cases({ agent: 'agent' }))];
  expect(one).toMatchObject({
    caseId: '4711',
    amount: 80,
    segments: { type: 'lease' },
    agent: { decision: 'approve', fingerprint: 'f7', confidence: 0.9 },
    truth: { decision: 'reject' },
  });
  expect(one!.people[0]).toMatchObject({ person: 'ann', blind: true });
  expect(one!.agent!.decidedAtMs).toBeGreaterThan(Date.now() - 60_000);
});

test('an agent that throws or hangs is observed as no decision, and its case is not lost', async () => {
  const { origin, ledger } = await endpoint();
  const problems: string[] = [];
  const shadow = createShadow({ url: origin, decideMs: 30, onProblem: ({ message }) => problems.push(message) });
  const throws = shadow.observe({ caseId: 'a' }, () => {
    throw new Error('no model');
  });
  const hangs = shadow.observe({ caseId: 'b' }, () => new Promise(() => undefined));
  expect(await Promise.all([throws, hangs])).toEqual(['kept', 'kept']);
  expect((await casesOf(ledger)).map(([caseId, decision]) => [caseId, decision])).toEqual([
    ['a', undefined],
    ['b', undefined],
  ]);
  expect(problems.toSorted()).toEqual(['The agent had not decided after 30 ms.', 'no model']);
});

test.each([
  ['nobody listens', () => Promise.resolve('http://127.0.0.1:1')],
  ['it never answers', () => misbehaving(() => undefined)],
  ['it breaks off', () => misbehaving((request) => request.socket.destroy())],
  ['it answers with nonsense', () => misbehaving((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{'))],
  ['it answers 200 and has kept nothing', () => misbehaving((_, response) => response.end('welcome to the hotel'))],
  ['it sends elsewhere', () => misbehaving((_, response) => response.writeHead(307, { location: 'http://127.0.0.1:1/v1/entries' }).end())],
  ['the address is none', () => Promise.resolve('nowhere at all')],
] as const)('where %s, the caller is told "failed" and nothing is thrown', async (_, make) => {
  const problems: Error[] = [];
  const shadow = createShadow({
    url: await make(),
    sendMs: 100,
    onProblem: (problem) => {
      problems.push(problem);
      throw new Error('a listener that fails, too');
    },
  });
  expect(await shadow.observe({ caseId: 'a' }, { decision: 'approve' })).toBe('failed');
  expect(problems).toHaveLength(1);
  expect(shadow.counts()).toEqual({ kept: 0, 'not sampled': 0, dropped: 0, failed: 1 });
});

test('masks before sending, and sends nothing where masking fails', async () => {
  const { origin, ledger } = await endpoint();
  const masking = createShadow({ url: origin, mask: ({ caseId }) => ({ caseId: `masked-${caseId}`, fields: {} }) });
  expect(await masking.observe({ caseId: '1', fields: { name: 'Ann Example' } }, { decision: 'approve' })).toBe('kept');
  const failing = createShadow({
    url: origin,
    mask: () => {
      throw new Error('no rule for this');
    },
  });
  expect(await failing.observe({ caseId: '2', fields: { name: 'Ann Example' } }, { decision: 'approve' })).toBe('failed');
  const kept = [...(await ledger.cases({ agent: 'agent' }))];
  expect(kept.map(({ caseId }) => caseId)).toEqual(['masked-1']);
  expect(JSON.stringify(kept)).not.toContain('Ann Example');
});

test('samples by case, so that agent and person of a case are both there or both not', async () => {
  const { origin, ledger } = await endpoint();
  const shadow = createShadow({ url: origin, sample: 0.3 });
  for (let index = 0; index < 60; index++) {
    const task = { caseId: `c${index}` };
    expect(await shadow.observe(task, { decision: 'a' })).toBe(await shadow.person(task, { person: 'ann', decision: 'a' }));
  }
  const cases = await casesOf(ledger);
  expect(cases.length).toBeGreaterThan(5);
  expect(cases.length).toBeLessThan(40);
  expect(cases.every(([, agent, people]) => agent === 'a' && people.length === 1)).toBe(true);
  expect(shadow.counts()).toMatchObject({ kept: cases.length * 2, 'not sampled': 120 - cases.length * 2 });
});

test('drops and counts what is too much, instead of filling the memory of production', async () => {
  const shadow = createShadow({ url: await misbehaving(() => undefined), sendMs: 200, pendingMax: 3 });
  const outcomes = Array.from({ length: 10 }, (_, index) => shadow.observe({ caseId: `c${index}` }, { decision: 'a' }));
  await shadow.flush();
  expect((await Promise.all(outcomes)).filter((outcome) => outcome === 'dropped')).toHaveLength(7);
});

test('the endpoint refuses what it cannot read, keeps the rest, and is for this machine and for JSON only', async () => {
  const { origin, ledger } = await endpoint();
  const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }): Promise<Response> =>
    fetch(`${origin}/v1/entries`, { method: 'POST', headers, body });
  const mixed = await post(
    JSON.stringify({
      entries: [
        { kind: 'agent', caseId: 'a', decision: 'x', decidedAt: '2026-01-01T00:00:00Z' },
        { kind: 'human', caseId: 'a' },
        { kind: 'agent', caseId: 'b', confidence: 7 },
      ],
    }),
  );
  expect([mixed.status, await mixed.json()]).toMatchObject([200, { kept: 1, rejected: [{ index: 1 }, { index: 2, reason: 'not a number' }] }]);
  expect((await post('{"entries":[{"kind":"agent"}]}')).status).toBe(422);
  expect((await post('{"entries":[]}')).status).toBe(400);
  expect((await post('no json')).status).toBe(400);
  expect((await post('{"entries":[]}', { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await post(`{"entries":["${'x'.repeat(1 << 20)}"]}`)).status).toBe(413);
  expect((await fetch(`${origin}/v1/entries`)).status).toBe(405);
  expect((await fetch(`${origin}/other`)).status).toBe(404);
  const { default: http } = await import('node:http');
  const foreign = http.request(origin, { path: '/v1/health', headers: { host: 'evil.example' } }).end();
  const [answer] = (await once(foreign, 'response')) as [{ statusCode: number; resume(): void }];
  answer.resume();
  expect(answer.statusCode).toBe(403);
  expect((await casesOf(ledger)).map(([caseId]) => caseId)).toEqual(['a']);
});

test('four hundred at once are all kept, in far fewer commits', async () => {
  const { origin, ledger, problems } = await endpoint();
  const shadow = createShadow({ url: origin, pendingMax: 1000, sendMs: 20_000 });
  await Promise.all(Array.from({ length: 400 }, (_, index) => shadow.observe({ caseId: `c${index}` }, { decision: 'a' })));
  expect(shadow.counts()).toMatchObject({ kept: 400, failed: 0 });
  expect(await casesOf(ledger)).toHaveLength(400);
  expect(problems).toEqual([]);
});

test('kill -9 of the endpoint loses nothing that it acknowledged', async () => {
  const folder = tempFolder();
  let acknowledged = 0;
  for (let round = 0; round < 4; round++) {
    const child = spawn(process.execPath, [mainFile, 'shadow', 'serve', '--ledger', 'l.db'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    while (!/http:\/\/127\.0\.0\.1:\d+/.test(output)) await new Promise((resolve) => setTimeout(resolve, 5));
    const shadow = createShadow({ url: /http:\/\/127\.0\.0\.1:\d+/.exec(output)![0], sendMs: 2_000 });
    const kept: string[] = [];
    const over = new AbortController();
    const sending = Promise.all(
      [0, 1, 2, 3].map(async (lane) => {
        for (let index = 0; !over.signal.aborted && index < 10_000; index++) {
          const caseId = `r${round}-${lane}-${index}`;
          if ((await shadow.observe({ caseId }, { decision: 'a' })) === 'kept') kept.push(caseId);
        }
      }),
    );
    while (kept.length < 20 + round * 15) await new Promise((resolve) => setTimeout(resolve, 1));
    child.kill('SIGKILL');
    await once(child, 'close');
    over.abort();
    await sending;
    acknowledged += kept.length;
    const ledger = await openLedger(join(folder, 'l.db'), { create: false });
    const there = new Set((await casesOf(ledger)).map(([caseId]) => caseId));
    await ledger.close();
    expect(kept.filter((caseId) => !there.has(caseId))).toEqual([]);
  }
  expect(acknowledged).toBeGreaterThan(100);
});

test('Ctrl-C ends the endpoint with 0, after what it was doing', async () => {
  const folder = tempFolder();
  const running = startRehearsal(['shadow', 'serve', '--ledger', 'l.db', '--json'], { folder });
  const origin = await originOf(running);
  expect((await fetch(`${origin}/v1/health`)).status).toBe(200);
  running.child.kill('SIGINT');
  const { code, stdout } = await running.ended;
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ origin, ledger: 'l.db' });
});
