import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import { exploreChaos, type ChaosOptions, type ChaosOutcome } from '../../src/explore/chaos/explore-chaos.ts';
import { loadScenarios } from '../../src/run/index.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** A shop whose bank takes an idempotency key, if it is given one. */
const tools = `export const tools = {
  get_order: ({ order_id }, { state }) => state.orders[order_id] ?? { status: 'permanent_error', error_code: 'UNKNOWN_ORDER' },
  refund({ order_id, amount }, { state }) {
    state.orders[order_id].refunded += amount;
    return { status: 'success', refund_id: 'r' + order_id };
  },
};
`;
const contracts: Readonly<Record<string, string>> = {
  'get_order.yaml': `tool: get_order
description: Tells of an order.
effect: read
input: { type: object, required: [order_id], properties: { order_id: { type: string } } }
`,
  'refund.yaml': `tool: refund
effect: write
intent: 'refund:{order_id}'
key: key
input: { type: object, required: [order_id, amount], properties: { order_id: { type: string }, amount: { type: number }, key: { type: string } } }
output: { type: object, required: [refund_id], properties: { refund_id: { type: string } } }
`,
};

/** Tries each call three times, waits as long as it is asked to, and no longer than a call may take; `keyed` gives each operation a key, and `carelessly` none. */
const agent = `const ask = async (environment, tool, body) => {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), 20_000);
  try {
    const response = await fetch(environment.REHEARSAL_TOOLS_URL + '/' + tool, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal: limit.signal,
    });
    return { result: await response.json(), waitMs: Number(response.headers.get('retry-after') ?? 0) * 1000 };
  } catch {
    return { result: { status: 'temporary_error' }, waitMs: 0 };
  } finally {
    clearTimeout(timer);
  }
};
const call = async (environment, tool, body) => {
  const until = Date.now() + 25_000;
  for (let attempt = 1; ; attempt++) {
    const { result, waitMs } = await ask(environment, tool, body);
    const pauseMs = Math.max(waitMs, 100 * 2 ** attempt);
    if (result.status !== 'temporary_error') return result;
    if (attempt === 3 || Date.now() + pauseMs > until) return { status: 'unknown' };
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
};
const refund = (keyed) => async (task, { environment }) => {
  const order = await call(environment, 'get_order', { order_id: '7' });
  if (typeof order.total !== 'number') return 'I tried get_order, which failed because of ' + (order.error_code ?? 'no answer') + '; nothing was refunded. Next, a person looks at order 7.';
  const done = await call(environment, 'refund', { order_id: '7', amount: order.total, ...(keyed ? { key: 'refund-7' } : {}) });
  return done.refund_id === 'r7' ? 'Refunded.' : 'I tried refund, which failed because of ' + (done.error_code ?? 'no answer') + '; whether money went out is not known. Next, a person looks at order 7.';
};
export const keyed = refund(true);
export const carelessly = refund(false);
export const failsAlone = () => { throw new Error('no'); };
`;

export interface Shop {
  readonly folder: string;
  write(name: string, text: string): void;
  readonly scenario: string;
  explore(options?: Partial<ChaosOptions>): Promise<ChaosOutcome>;
}

/** A project with a small shop, and an agent of this export; \`whole\` is said for all of its file. */
export function shop(exported: 'keyed' | 'carelessly' | 'failsAlone', whole = '', caseName = 'order 7 is refunded'): Shop {
  const folder = tempFolder();
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  write('package.json', '{"type":"module"}');
  write('tools.mjs', tools);
  for (const [name, text] of Object.entries(contracts)) write(`contracts/${name}`, text);
  write('agent.mjs', agent);
  const scenario = join(folder, 'shop.yaml');
  write(
    'shop.yaml',
    `scenario: shop
agent: { module: ./agent.mjs, export: ${exported} }
clock: virtual
tools: ./contracts
world:
  tools: ./tools.mjs
  state: { orders: { '7': { total: 80, refunded: 0 } } }
${whole}cases:
  - name: ${JSON.stringify(caseName)}
    task: Refund order 7
    expect: { answer: 'Refunded.' }
`,
  );
  return {
    folder,
    write,
    scenario,
    explore: (options = {}) =>
      exploreChaos(loadScenarios([scenario]), {
        mode: 'replay',
        update: false,
        seed: 1,
        dialects: allDialects,
        logFile: join(folder, 'reports/chaos-events.ndjson'),
        journalFile: join(folder, 'reports/chaos-journal.ndjson'),
        foundFolder: join(folder, 'found'),
        resume: false,
        upstreamTimeoutMs: 5000,
        environment: { PATH: process.env['PATH'] },
        signal: new AbortController().signal,
        updateCommand: () => 'record it again',
        ...options,
      }),
  };
}
