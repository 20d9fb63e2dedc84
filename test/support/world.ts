import { onTestFinished } from 'vitest';
import type { EpisodeClock } from '../../src/domain/clock.ts';
import type { ToolContract } from '../../src/domain/contract.ts';
import type { Event, EventBody, EventKind, EventOf } from '../../src/domain/event.ts';
import type { FaultSchedule } from '../../src/domain/fault.ts';
import type { Json, JsonObject } from '../../src/domain/json.ts';
import { defaultLevels } from '../../src/domain/world-defaults.ts';
import type { WorldPlan } from '../../src/domain/world.ts';
import { createInjector, faultKinds, type Injector } from '../../src/fault/index.ts';
import { createPersonStrikes, createToolStrikes } from '../../src/gateway/index.ts';
import { createTape, createWorld, type TapedResult, type ToolAnswer, type ToolHandlers, type World } from '../../src/world/index.ts';
import { createSteppedClock } from './stepped-clock.ts';
import { tempFolder } from './temp-folder.ts';

export interface OpenedWorld {
  readonly world: World;
  readonly clock: EpisodeClock;
  readonly injector: Injector;
  readonly folder: string;
  readonly events: readonly Event[];
  of<K extends EventKind>(kind: K): readonly EventOf<K>[];
  /** What happens elsewhere in the episode. */
  emit(event: EventBody): void;
  call(name: string, args?: Json, more?: { readonly key?: string; readonly signal?: AbortSignal }): Promise<ToolAnswer>;
}

export interface WorldMembers {
  readonly contracts?: readonly ToolContract[];
  readonly handlers?: ToolHandlers;
  readonly tape?: readonly TapedResult[];
  readonly faults?: FaultSchedule;
  readonly plan?: Partial<WorldPlan>;
}

/** A world with nobody before it: what is asked of it is asked directly, on a clock that moves as fast as it can. */
export function openWorld({ contracts = [], handlers = {}, tape, faults = [], plan = {} }: WorldMembers): OpenedWorld {
  const clock = createSteppedClock();
  const events: Event[] = [];
  const folder = tempFolder();
  const injector = createInjector(faults, faultKinds);
  const watchers: ((event: Event) => void)[] = [];
  const emit = (body: EventBody): void => {
    const event: Event = { seq: events.length + 1, atMs: clock.now(), ...body };
    events.push(event);
    for (const tell of watchers) tell(event);
  };
  const world = createWorld({
    plan: { state: {}, people: { levels: defaultLevels, replies: [] }, callbacks: [], dryRun: false, configuration: {}, ...plan },
    contracts,
    handlers,
    ...(tape === undefined ? {} : { tape: createTape(tape, contracts) }),
    clock,
    seed: 1,
    folder,
    emit,
    strike: createToolStrikes(injector, emit, clock),
    strikePeople: createPersonStrikes(injector, emit),
    crosses: () => true,
  });
  watchers.push((event) => world.watch(event));
  onTestFinished(() => world.end());
  return {
    world,
    clock,
    injector,
    folder,
    events,
    of: (kind) => events.filter((event): event is EventOf<typeof kind> => event.kind === kind),
    emit,
    call: (name, args = {}, { key, signal = new AbortController().signal } = {}) =>
      world.tools.call({ name, arguments: args, ...(key === undefined ? {} : { key }), via: 'http', signal, crosses: () => true }),
  };
}

/** Orders that can be refunded, and refunds that can be taken back. */
export const refundContract: ToolContract = {
  name: 'refund',
  effect: 'write',
  intent: 'refund:{order_id}',
  entity: 'order:{order_id}',
  key: 'request_id',
  compensation: { tool: 'cancel_refund', arguments: { refund_id: '{result.refund_id}' } },
  input: {
    type: 'object',
    required: ['order_id'],
    properties: { order_id: { type: 'string' }, amount: { type: 'number' }, request_id: { type: 'string' } },
  },
  output: { type: 'object', required: ['refund_id'] },
  errors: ['UNKNOWN_ORDER', 'BANK_DOWN'],
};
export const cancelContract: ToolContract = {
  name: 'cancel_refund',
  effect: 'write',
  input: { type: 'object', required: ['refund_id'], properties: { refund_id: { type: 'string' } } },
};
export const orderContract: ToolContract = {
  name: 'get_order',
  effect: 'read',
  entity: 'order:{order_id}',
  input: { type: 'object', required: ['order_id'], properties: { order_id: { type: 'string' } } },
};
export const shopContracts: readonly ToolContract[] = [refundContract, cancelContract, orderContract];

export const shopState: JsonObject = { orders: { '7': { total: 80, refunds: [] } } };

export const shop: ToolHandlers = {
  get_order: ({ order_id }: { order_id: string }, { state }) =>
    state.orders[order_id] === undefined
      ? { status: 'permanent_error', error_code: 'UNKNOWN_ORDER' }
      : { status: 'success', ...state.orders[order_id] },
  refund({ order_id, amount }: { order_id: string; amount?: number }, { state }) {
    const order = state.orders[order_id];
    if (order === undefined) return { status: 'permanent_error', error_code: 'UNKNOWN_ORDER' };
    const refund_id = `r${order_id}-${order.refunds.length + 1}`;
    order.refunds.push({ refund_id, amount: amount ?? order.total });
    return { status: 'success', refund_id };
  },
  cancel_refund({ refund_id }: { refund_id: string }, { state }) {
    for (const order of Object.values(state.orders as Record<string, { refunds: { refund_id: string }[] }>)) {
      order.refunds = order.refunds.filter((refund) => refund.refund_id !== refund_id);
    }
    return { status: 'success' };
  },
};
