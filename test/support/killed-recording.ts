import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Random } from '../../src/domain/random.ts';
import { originOf, startRehearsal } from './command-line.ts';
import { replayGateway } from './gateway.ts';
import type { Handler } from './upstream.ts';

const url = '/openai/v1/chat/completions';

/** A model whose answer depends on every byte of the request; it takes its time, so that a kill strikes anywhere within it. */
export const slowModel: Handler = async (_request, response, body) => {
  const words = createHash('sha256').update(body).digest('hex').match(/.{8}/g)!;
  const { stream } = JSON.parse(body) as { stream: boolean };
  const message = { role: 'assistant', content: words.join(' ') };
  if (!stream) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ id: 'c', object: 'chat.completion', created: 1, model: 'm', choices: [{ index: 0, message, finish_reason: 'stop' }] }),
    );
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const word of words) {
    response.write(
      `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta: { content: word } }] })}\n\n`,
    );
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  response.end('data: [DONE]\n\n');
};

interface Seen {
  readonly body: string;
  readonly answer: string;
}

export interface Killed {
  /** Exchanges that the agent saw whole, and those of them that can be replayed. */
  readonly seen: number;
  readonly kept: number;
}

/**
 * Records with the real command until it is killed at a random moment, opens what is left, and asks for everything again that the agent had seen whole. Fails where more than the
 * exchange in flight is lost, or where a single byte of an answer is another one.
 */
export async function killOnce(folder: string, upstream: string, round: number, random: Random): Promise<Killed> {
  const cassette = join(folder, `killed-${round}.yaml`);
  const running = startRehearsal(['serve', 'record', '--cassette', cassette, '--upstream', `openai=${upstream}/v1`], { folder });
  const origin = await originOf(running);
  const seen: Seen[] = [];
  // Counted in exchanges first, so that a machine with other work strikes in the middle of the talk as well.
  const killAfter = random.below(16);
  const killDelayMs = random.below(24);
  const kill = (): boolean => running.child.kill('SIGKILL');
  const messages: { role: string; content: string }[] = [];
  const talk = async (): Promise<void> => {
    for (let turn = 1; turn < 200; turn++) {
      if (seen.length === killAfter) setTimeout(kill, killDelayMs);
      messages.push({ role: 'user', content: `round ${round}, question ${turn}, ${'x'.repeat(random.below(300))}` });
      const body = JSON.stringify({ model: 'm', stream: turn % 3 !== 0, messages });
      const response = await fetch(`${origin}${url}`, { method: 'POST', body });
      const answer = await response.text();
      if (response.status !== 200) throw new Error(answer);
      seen.push({ body, answer });
      messages.push({ role: 'assistant', content: answer.slice(-60) });
    }
  };
  await talk().catch(() => undefined);
  kill();
  await running.ended;
  const journal = cassette.replace('.yaml', '.journal');
  const before = existsSync(journal) ? readFileSync(journal) : Buffer.alloc(0);
  if (before.filter((byte) => byte === 0x0a).length < 2) {
    expect(seen.length, `round ${round}: no exchange was kept`).toBeLessThanOrEqual(1);
    return { seen: seen.length, kept: 0 };
  }
  const { origin: replaying, playback } = await replayGateway(cassette);
  let kept = 0;
  for (const [index, { body, answer }] of seen.entries()) {
    const response = await fetch(`${replaying}${url}`, { method: 'POST', body });
    const text = await response.text();
    if (response.status === 200) {
      expect(text, `round ${round}, exchange ${index + 1}`).toBe(answer);
      kept++;
    } else {
      expect(index, `round ${round}: exchange ${index + 1} of ${seen.length} is lost, and it was not the last\n${text}`).toBe(seen.length - 1);
    }
  }
  expect(seen.length - kept, `round ${round}`).toBeLessThanOrEqual(1);
  // One more may have been kept than was seen: its answer was on its way when the kill came. Never more, and never fewer.
  expect(playback.totalCount).toBeLessThanOrEqual(seen.length + 1);
  expect(readFileSync(journal)).toEqual(before);
  return { seen: seen.length, kept };
}
