import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { allDialects } from '../../src/assembly/all-dialects.ts';
import type { Event, EventKind, EventOf } from '../../src/domain/event.ts';
import type { CaseReport } from '../../src/domain/report.ts';
import { loadScenarios, runCases, withProfile } from '../../src/run/index.ts';
import { tempFolder } from './temp-folder.ts';

export interface WorldProject {
  readonly folder: string;
  write(name: string, text: string): void;
  run(profile?: string): Promise<WorldRun>;
}

export interface WorldRun {
  readonly only: CaseReport;
  readonly events: readonly Event[];
  of<K extends EventKind>(kind: K): readonly EventOf<K>[];
  readonly answer: unknown;
}

/** How a test's agent is started; its code is the same everywhere: `export default async (task, { environment }) => answer`. */
export const agentKinds = ['module', 'command'] as const;

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
input: { type: object, required: [order_id, amount], properties: { order_id: { type: string }, amount: { type: number } } }
output: { type: object, required: [refund_id], properties: { refund_id: { type: string } } }
`,
};

/** A project with a small shop for a world, and an agent of these lines; `scenario` is said for its case, `whole` for all of its file. */
export function worldProject(kind: (typeof agentKinds)[number], agent: string, scenario = '', whole = ''): WorldProject {
  const folder = tempFolder();
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  write('package.json', '{"type":"module"}');
  write('tools.mjs', tools);
  for (const [name, text] of Object.entries(contracts)) write(`contracts/${name}`, text);
  write('agent.mjs', agent);
  write('main.mjs', `import agent from './agent.mjs';\nconsole.log(JSON.stringify(await agent(process.argv[2], { environment: process.env })));\n`);
  write(
    's.yaml',
    `scenario: s
agent: ${kind === 'module' ? '{ module: ./agent.mjs }' : `{ command: [${process.execPath}, main.mjs] }`}
tools: ./contracts
world:
  tools: ./tools.mjs
  state: { orders: { '7': { total: 80, refunded: 0 } } }
${whole}cases:
  - name: a
    task: Refund order 7
${scenario.replaceAll(/^(?=.)/gm, '    ')}`,
  );
  return {
    folder,
    write,
    async run(profile) {
      const logFile = join(folder, 'events.ndjson');
      const outcome = await runCases(withProfile(loadScenarios([join(folder, 's.yaml')]), profile), {
        mode: 'replay',
        update: false,
        seed: 42,
        dialects: allDialects,
        logFile,
        upstreamTimeoutMs: 5000,
        environment: { PATH: process.env['PATH'] },
        signal: new AbortController().signal,
        updateCommand: () => 'record it again',
      });
      const events = readFileSync(logFile, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Event);
      const answer = events.find((event) => event.kind === 'answer')?.value;
      return {
        only: outcome.cases[0]!,
        events,
        of: (wanted) => events.filter((event): event is EventOf<typeof wanted> => event.kind === wanted),
        answer: typeof answer === 'string' && kind === 'command' ? (JSON.parse(answer) as unknown) : answer,
      };
    },
  };
}
