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

/** Tries each call three times; \`keyed\` gives each operation a key, and \`carelessly\` none. */
const agent = `const call = async (environment, tool, body, headers = {}) => {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(environment.REHEARSAL_TOOLS_URL + '/' + tool, {
        method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body),
      });
      const result = await response.json();
      if (result.status !== 'temporary_error') return result;
    } catch (error) {
      if (attempt === 3) return { status: 'unknown' };
    }
    if (attempt === 3) return { status: 'unknown' };
    await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt));
  }
};
const refund = (keyed) => async (task, { environment }) => {
  const order = await call(environment, 'get_order', { order_id: '7' });
  if (typeof order.total !== 'number') return 'I could not look order 7 up, so nothing was refunded. Please ask again later.';
  const done = await call(environment, 'refund', { order_id: '7', amount: order.total, ...(keyed ? { key: 'refund-7' } : {}) });
  return done.refund_id === 'r7' ? 'Refunded.' : 'I could not find out whether the refund went through. Please look at order 7 before you try again.';
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
