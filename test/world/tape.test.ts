import { cpSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { readTape } from '../../src/gateway/index.ts';
import { worldProject } from '../support/world-project.ts';

// Goal: what tools said when an agent was recorded answers the same calls again. Method: a recording that another agent made with another SDK.

const cassettes = resolve(import.meta.dirname, '../../cassettes/refund');
const recorded = join(cassettes, '80-eur-is-refunded-once.yaml');

test('a tape holds the results that models were told, in their order, each once', () => {
  const results = readTape(recorded, allDialects);
  expect(results).toMatchObject([
    { tool: 'get_order', arguments: { order_id: '4711' }, result: { amount_eur: 80 } },
    { tool: 'refund', arguments: { order_id: '4711', amount_eur: 80 }, result: { refund_id: 'RF-4711' } },
    { tool: 'notify_customer', result: { sent: true } },
  ]);
  expect(results).toHaveLength(3);
});

const agent = `export default async (task, { environment }) => {
  const ask = async (name, args) => {
    const response = await fetch(environment.REHEARSAL_TOOLS_URL + '/' + name, { method: 'POST', body: JSON.stringify(args) });
    return [response.status, (await response.json()).refund_id ?? null];
  };
  return [await ask('refund', { amount: 80, order_id: '4711' }), await ask('refund', { amount: 80, order_id: '4711' })];
};`;
const contract = 'tool: refund\neffect: write\nintent: refund:{order_id}\nvolatile: [amount, amount_eur]\ninput: { type: object }\n';

test('a world with a tape answers from it, commits what writes, and says when it is at its end', async () => {
  const project = worldProject('module', agent, 'world: { tape: ./tape/80-eur-is-refunded-once.yaml, tools: ./none.mjs }\n');
  cpSync(cassettes, join(project.folder, 'tape'), { recursive: true });
  project.write('none.mjs', 'export const tools = {};');
  project.write('contracts/refund.yaml', contract);
  const { answer, of, only } = await project.run();
  expect(answer).toEqual([
    [200, 'RF-4711'],
    [409, null],
  ]);
  expect(of('effect-committed')).toMatchObject([{ intent: 'refund:4711', result: { refund_id: 'RF-4711' } }]);
  expect(of('failure')).toMatchObject([{ code: 'CONFIGURATION_INVALID', text: expect.stringContaining('The tape has no') as string }]);
  expect(only.outcome).toBe('invalid');
});

test('a tape that does not exist makes the case invalid', async () => {
  const { only, of } = await worldProject('module', agent, 'world: { tape: ./none.yaml }\n').run();
  expect(only.outcome).toBe('invalid');
  expect(of('failure')).toMatchObject([{ code: 'CASSETTE_NOT_FOUND' }]);
});
