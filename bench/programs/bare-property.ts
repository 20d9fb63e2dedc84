// The same property of the same agent under fast-check, without Rehearsal: no gateway, no world with a ledger, no history, no claims, no thread, no virtual time.
// `fetch` answers in process, from the same generator. Prints the CPU time of each episode in milliseconds.
import { assert, asyncProperty, integer } from 'fast-check';
import { dialectFor } from '../../src/dialect/index.ts';
import type { ScriptedResult } from '../../src/domain/scripted-model.ts';
import { drawModelTurn, renderTurn, seededDraw } from '../../src/generate/index.ts';
import { sound } from '../../test/explore/property/shop/agent.ts';
import { tools } from '../../test/explore/property/shop/world.ts';

const runs = Number(process.argv[2] ?? 1000);
const contracts = [] as const;
process.env['OPENAI_BASE_URL'] = 'http://model.invalid/openai/v1';
process.env['REHEARSAL_TOOLS_URL'] = 'http://tools.invalid';

interface Played {
  readonly state: { readonly orders: Record<string, { paid: number; refunded?: number }> };
  turns: number;
}

let played: Played = { state: { orders: {} }, turns: 0 };
let seed = 0;

globalThis.fetch = async (input, init) => {
  const url = new URL(input instanceof Request ? input.url : input);
  const body = Buffer.from(init!.body as string);
  if (url.hostname === 'tools.invalid') {
    const handler = tools[url.pathname.slice(1)]!;
    const world = { state: played.state, commit: () => undefined, now: () => 0, sleep: () => Promise.resolve(), random: () => 0.5, folder: '.' };
    return Response.json(await handler(JSON.parse(body.toString('utf8')), world));
  }
  const asked = { method: 'POST', url: url.pathname, headers: [['content-type', 'application/json']] as const, body };
  const dialect = dialectFor(asked)!;
  const request = dialect.readRequest(asked);
  const usual = usualFor(request.turns.flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'tool-result')).map(toResult));
  const turn = drawModelTurn({ request, contracts, usual }, seededDraw(seed * 31 + played.turns++));
  const { status, headers, chunks } = renderTurn(turn, dialect, { stream: false, request: asked });
  return new Response(Buffer.concat(chunks), { status, headers: headers.map(([name, value]): [string, string] => [name, value]) });
};

function toResult(block: {
  readonly id: string;
  readonly content: readonly { readonly kind: string; readonly text?: string }[];
}): Pick<ScriptedResult, 'text'> {
  return { text: block.content.map(({ text = '' }) => text).join('') };
}

/** What the scripted model of the shop says. */
function usualFor(results: readonly Pick<ScriptedResult, 'text'>[]):
  | readonly [{ readonly kind: 'text'; readonly text: string }]
  | readonly [
      {
        readonly kind: 'tool-call';
        readonly id: string;
        readonly name: string;
        readonly arguments: { readonly order_id: string; readonly amount?: number };
      },
    ] {
  if (results.length === 0) return [{ kind: 'tool-call', id: 'call_1', name: 'get_order', arguments: { order_id: 'O-1' } }];
  if (results.length === 1) return [{ kind: 'tool-call', id: 'call_2', name: 'refund', arguments: { order_id: 'O-1', amount: 80 } }];
  return [{ kind: 'text', text: 'I refunded it.' }];
}

async function play(count: number): Promise<void> {
  await assert(
    asyncProperty(integer(), async (drawn) => {
      played = { state: { orders: { 'O-1': { paid: 80 }, 'O-2': { paid: 20 } } }, turns: 0 };
      seed = drawn;
      await sound({ order_id: 'O-1' });
      return Object.values(played.state.orders).every(({ paid, refunded = 0 }) => refunded <= paid);
    }),
    { numRuns: count, seed: 1 },
  );
}

await play(100);
const before = process.cpuUsage();
await play(runs);
const { user, system } = process.cpuUsage(before);
console.log((user + system) / 1000 / runs);
