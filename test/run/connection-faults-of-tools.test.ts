import { describe, expect, test } from 'vitest';
import { worldProject, type WorldRun } from '../support/world-project.ts';

// Goal: a fault of the connection strikes calls of tools as well: what is delivered twice is done twice unless the agent's key tells the tool that it is one
// call; an answer that is lost leaves the effect behind; a request that was refused leaves nothing. Method: an agent in a process of its own, a real ledger.

const agent = (key: string): string => `export default async (task, { environment }) => {
  for (let attempt = 1; attempt <= 5; attempt++) {
    try {
      const response = await fetch(environment.REHEARSAL_TOOLS_URL + '/refund', {
        method: 'POST', headers: { 'content-type': 'application/json'${key} }, body: JSON.stringify({ order_id: '7', amount: 80 }),
      });
      return { status: response.status, body: await response.json(), attempt };
    } catch (error) {
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }
  return 'gave up';
};
`;

async function refund(fault: string, key = ''): Promise<WorldRun & { readonly effects: number }> {
  const run = await worldProject('command', agent(key), `faults: [{ ${fault}, match: { tool: refund } }]\n`).run();
  return { ...run, effects: run.of('effect-committed').length };
}

const withKey = ", 'idempotency-key': 'refund-7'";

describe('delivered twice', () => {
  test('without a key it is done twice, and the ledger shows it', async () => {
    const { effects, only, of } = await refund('fault: tcp-duplicate-delivery');
    expect(effects).toBe(2);
    expect(of('tool-called')).toHaveLength(2);
    expect(of('tool-answered').map(({ delivered }) => delivered)).toEqual([false, true]);
    expect(of('fault-fired')).toMatchObject([{ name: 'tcp-duplicate-delivery' }]);
    expect(only.verdicts.find(({ claim }) => claim === 'effects-happen-once')?.outcome).toBe('fail');
  });

  test('with a key it is done once', async () => {
    const { effects, only, of } = await refund('fault: tcp-duplicate-delivery', withKey);
    expect(effects).toBe(1);
    expect(of('tool-called')).toHaveLength(2);
    expect(only.verdicts.find(({ claim }) => claim === 'effects-happen-once')?.outcome).toBe('pass');
  });
});

test.each(['tcp-reset', 'tcp-down, seconds: 0.1', 'tcp-timeout, afterMs: 30'])(
  '%s: the work is done, its answer lost, and who tries again has done it twice',
  async (fault) => {
    const { effects, of, answer } = await refund(`fault: ${fault}`);
    expect(effects).toBe(2);
    expect(of('tool-answered').map(({ delivered, outcome }) => [delivered, outcome])).toEqual([
      [false, 'unknown'],
      [true, 'ok'],
    ]);
    expect(answer).toMatchObject({ status: 200 });
  },
);

test('refused: nothing was done before it got through', async () => {
  const { effects, of, answer, only } = await refund('fault: tcp-refuse, seconds: 0.1');
  expect(effects).toBe(1);
  expect(of('tool-called')).toHaveLength(1);
  expect((answer as { attempt: number }).attempt).toBeGreaterThan(1);
  expect(only.outcome, only.sentence).toBe('pass');
});
