import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { originOf, startRehearsal } from './command-line.ts';
import { startUpstream, type Handler } from './upstream.ts';

const plainPiece =
  'The parcel for jane@example.com waits in the hall, and nobody has asked for it today. '.repeat(40) + 'Nothing else was said. '.repeat(2600);

/** An event as a provider sends it: a word or a piece of a secret, and much around it. */
function event(content: string): string {
  const frame = { id: 'chatcmpl-AbC123dEf456', object: 'chat.completion.chunk', created: 1_719_792_000, model: 'gpt-4o', system_fingerprint: 'fp_1' };
  return `data: ${JSON.stringify({ ...frame, obfuscation: 'x'.repeat(200), choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`;
}

const said = ['jane@', 'exam', 'ple.com', ' said ', ...Array.from({ length: 36 }, () => 'and ')];
const eventsPiece = Array.from({ length: 240 }, (_, index) => event(said[index % said.length]!)).join('');

/** Answers with so many bytes, as fast as they are taken: streamed events to a chat request, else a plain text. */
export function largeModel(bytes: number): Handler {
  return async (request, response) => {
    const isChat = request.url!.endsWith('/chat/completions');
    const piece = Buffer.from(isChat ? eventsPiece : plainPiece);
    response.writeHead(200, { 'content-type': isChat ? 'text/event-stream' : 'text/plain' });
    for (let sent = 0; sent < bytes; sent += piece.length) if (!response.write(piece)) await once(response, 'drain');
    response.end(isChat ? 'data: [DONE]\n\n' : 'the end');
  };
}

export const chatBody: string = JSON.stringify({ model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'Tell me everything.' }] });

/**
 * Records one answer with the real command, whose heap cannot hold it, and says how much memory the process took at most. The cassette that is left holds
 * the answer to its end, and nothing of what was secret.
 */
export async function recordLarge(folder: string, kind: 'plain' | 'events', bytes: number, heapMiB: number): Promise<{ readonly peakMiB: number }> {
  const upstream = await startUpstream(largeModel(bytes));
  const running = startRehearsal(
    ['serve', 'record', '--cassette', 'large.yaml', '--upstream', `openai=${upstream.origin}/v1`, '--upstream', `http/files=${upstream.origin}`],
    { folder, environment: { NODE_OPTIONS: `--max-old-space-size=${heapMiB}` }, timeoutMs: 1_500_000 },
  );
  const origin = await originOf(running);
  const before = peakMiB(running.child.pid!);
  const response =
    kind === 'events'
      ? await fetch(`${origin}/openai/v1/chat/completions`, { method: 'POST', body: chatBody })
      : await fetch(`${origin}/http/files/large.txt`);
  let received = 0;
  for await (const chunk of response.body!) received += (chunk as Uint8Array).length;
  expect(received).toBeGreaterThanOrEqual(bytes);
  const peak = peakMiB(running.child.pid!) - before;
  running.child.kill('SIGINT');
  const ended = await running.ended;
  expect(ended.code, ended.stderr).toBe(0);
  const wire = readFileSync(join(folder, 'large.wire.ndjson'));
  expect(wire.length).toBeGreaterThan(bytes);
  expect(wire.includes('jane@') || wire.includes('ple.com')).toBe(false);
  expect(wire.includes('redacted-57e27ccd@redacted.invalid')).toBe(true);
  expect(wire.subarray(-2000).includes(kind === 'events' ? '[DONE]' : 'the end')).toBe(true);
  expect(statSync(join(folder, 'large.yaml')).size).toBeLessThan(bytes / 10);
  return { peakMiB: peak };
}

/** The most memory that a process ever had resident, from Linux's /proc. */
function peakMiB(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}
