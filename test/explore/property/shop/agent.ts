// A small agent for the tests of exploration: it does what the model asks, within the bounds that a variant has.
import { randomInt } from 'node:crypto';

interface Message {
  readonly role: string;
  readonly content: string | null;
  readonly tool_calls?: readonly { readonly id: string; readonly function: { readonly name: string; readonly arguments: string } }[];
  readonly tool_call_id?: string;
}

interface Bounds {
  /** Refuses a call before it is made; undefined where it may be made. */
  readonly refuse: (name: string, args: Readonly<Record<string, unknown>>, paid: number | undefined, done: ReadonlySet<string>) => string | undefined;
  readonly stepsMax: number;
  /** Something that no seed governs. */
  readonly mood?: () => boolean;
}

const offered = [
  { name: 'get_order', properties: { order_id: { type: 'string' } }, required: ['order_id'] },
  { name: 'refund', properties: { order_id: { type: 'string' }, amount: { type: 'number' } }, required: ['order_id', 'amount'] },
].map(({ name, properties, required }) => ({
  type: 'function',
  function: { name, description: name, parameters: { type: 'object', properties, required, additionalProperties: false } },
}));

async function ask(messages: readonly Message[]): Promise<Message | undefined> {
  try {
    const response = await fetch(`${process.env['OPENAI_BASE_URL']}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-4o', messages, tools: offered }),
    });
    const body = (await response.json()) as { readonly choices?: readonly { readonly message: Message; readonly finish_reason: string | null }[] };
    const choice = body.choices?.[0];
    return response.ok && choice !== undefined && (choice.finish_reason === 'stop' || choice.finish_reason === 'tool_calls')
      ? choice.message
      : undefined;
  } catch {
    return undefined;
  }
}

async function call(name: string, args: unknown): Promise<Readonly<Record<string, unknown>>> {
  try {
    const response = await fetch(`${process.env['REHEARSAL_TOOLS_URL']}/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
    return (await response.json()) as Readonly<Record<string, unknown>>;
  } catch {
    return { status: 'unknown' };
  }
}

function createAgent({ refuse, stepsMax, mood }: Bounds): (task: unknown) => Promise<unknown> {
  return async (task) => {
    const { order_id } = task as { readonly order_id: string };
    const messages: Message[] = [{ role: 'user', content: JSON.stringify(task) }];
    const done = new Set<string>();
    const refunds = (): readonly string[] => [...done].filter((each) => each.startsWith('refund:'));
    let paid: number | undefined;
    for (let step = 0; step < stepsMax; step++) {
      if (mood?.() === true) await call('get_order', { order_id });
      const said = await ask(messages);
      if (said === undefined) return { done: refunds(), failed: true, why: 'The model gave no usable answer.', next: 'A person looks at it.' };
      messages.push(said);
      const calls = said.tool_calls ?? [];
      // What the model claims is not what was done.
      if (calls.length === 0)
        return refunds().length > 0 ? { done: refunds() } : { done: [], failed: true, why: 'Nothing was refunded.', next: 'A person looks at it.' };
      for (const { id, function: asked } of calls) {
        let args: Readonly<Record<string, unknown>>;
        try {
          args = JSON.parse(asked.arguments) as Readonly<Record<string, unknown>>;
        } catch {
          messages.push({ role: 'tool', tool_call_id: id, content: 'These arguments are no JSON.' });
          continue;
        }
        const refusal = refuse(asked.name, args, paid, done);
        if (refusal !== undefined) {
          messages.push({ role: 'tool', tool_call_id: id, content: refusal });
          continue;
        }
        const result = await call(asked.name, args);
        if (asked.name === 'get_order' && typeof result['paid'] === 'number') paid = result['paid'];
        done.add(`${asked.name}:${String(args['order_id'])}`);
        messages.push({ role: 'tool', tool_call_id: id, content: JSON.stringify(result) });
      }
    }
    return { done: refunds(), failed: true, why: `Not done after ${stepsMax} steps.`, next: 'A person looks at it.' };
  };
}

const order = /^O-\d$/;
const fits = (name: string, args: Readonly<Record<string, unknown>>): boolean => {
  const names = Object.keys(args ?? {});
  if (typeof args?.['order_id'] !== 'string' || !order.test(args['order_id'])) return false;
  if (name === 'get_order') return names.length === 1;
  return (
    name === 'refund' &&
    typeof args['amount'] === 'number' &&
    args['amount'] > 0 &&
    names.every((each) => ['order_id', 'amount', 'reason'].includes(each))
  );
};

/** Calls what fits the contract, once, and never more than was paid. */
const soundBounds: Bounds = {
  stepsMax: 6,
  refuse(name, args, paid, done) {
    if (!fits(name, args)) return 'There is no such call.';
    if (name === 'get_order') return done.has(`get_order:${String(args['order_id'])}`) ? 'You know it already.' : undefined;
    if (paid === undefined) return 'Look the order up first.';
    if (done.has(`refund:${String(args['order_id'])}`)) return 'That is done.';
    return Number(args['amount']) > paid ? 'That is more than was paid.' : undefined;
  },
};

export const sound: (task: unknown) => Promise<unknown> = createAgent(soundBounds);
/** Breaks a claim: what the model asks for twice is done twice. */
export const eager: (task: unknown) => Promise<unknown> = createAgent({
  ...soundBounds,
  refuse: (name, args, paid, done) =>
    name === 'refund' ? soundBounds.refuse(name, args, paid, new Set()) : soundBounds.refuse(name, args, paid, done),
});
/** Breaks no claim, but what its users expect: it pays whatever amount the model names. */
export const generous: (task: unknown) => Promise<unknown> = createAgent({
  ...soundBounds,
  refuse: (name, args, paid, done) => soundBounds.refuse(name, args, paid === undefined ? undefined : Infinity, done),
});
/** Another history each time. */
export const moody: (task: unknown) => Promise<unknown> = createAgent({
  ...soundBounds,
  mood: () => randomInt(2) === 0,
  refuse: (name, args, paid, done) =>
    randomInt(3) === 0 ? soundBounds.refuse(name, args, paid, new Set()) : soundBounds.refuse(name, args, paid, done),
});
