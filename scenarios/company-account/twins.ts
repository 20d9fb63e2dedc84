// The opening of accounts with one part broken at a time. Each says which claims it breaks in `company-account-twins.yaml`.
import { randomUUID } from 'node:crypto';
import { report } from '../../src/agent.ts';
import { sleep } from '../reference/deadline.ts';
import { createGuard } from '../reference/guard.ts';
import { createModelChain } from '../reference/model-chain.ts';
import { perSession } from '../reference/per-session.ts';
import type { PersistentQueue } from '../reference/queue.ts';
import { usualPolicy } from '../reference/retry.ts';
import { openStateMachine, type StateMachine } from '../reference/state-machine.ts';
import type { StepRecords } from '../reference/step-records.ts';
import { callTool, type CallTool } from '../reference/tools.ts';
import { createAgent, findOpened, soundParts, transitions, type Parts, type Request } from './agent.ts';

type Agent = (task: unknown) => Promise<Readonly<Record<string, unknown>>>;

const writes = ['open_account', 'sign_contract', 'close_account', 'withdraw_contract', 'notify_customer'];
const models = ['gpt-4o', 'gpt-4o-mini'];
const twin = (parts: Partial<Parts>): Agent => createAgent({ ...soundParts, ...parts });

/** A key, a new one for every attempt. */
const freshKeys: CallTool = (name, args, options) => {
  const key = randomUUID();
  return callTool(name, 'idempotency_key' in args ? { ...args, idempotency_key: key } : args, { ...options, key });
};

/** It has keys, and never the same one twice. */
export const makesNewKeys: Agent = twin({ guard: () => createGuard({ writes, check: findOpened, call: freshKeys }) });

/** It hears nothing, and sends it again. */
export const resendsBlindly: Agent = twin({ guard: () => createGuard({ writes, call: freshKeys }) });

/** It tries again what can never pass. */
export const triesTheImpossible: Agent = twin({
  guard: () => {
    const guard = createGuard({ writes, check: findOpened });
    return async (name, args, options) => {
      const first = await guard(name, args, options);
      if (first.status !== 'permanent_error') return first;
      await sleep(1000);
      return callTool(name, args, options);
    };
  },
});

/** It never gives up. */
export const neverGivesUp: Agent = twin({
  guard: () => createGuard({ writes, check: findOpened, retries: { ...usualPolicy, attempts: 12, baseMs: 100, capMs: 1000 } }),
});

/** It knocks every half second. */
export const knocksSteadily: Agent = twin({
  models: () => createModelChain({ models, retries: { ...usualPolicy, attempts: 4, baseMs: 500, capMs: 500 } }),
});

/** It was asked to wait, and does not. */
export const cannotWait: Agent = twin({
  guard: () =>
    createGuard({
      writes,
      check: findOpened,
      call: async (name, args, options) => {
        const { retryAfterMs: _ignored, ...reply } = await callTool(name, args, options);
        return reply;
      },
    }),
});

/** It has all the time in the world. */
export const hasNoDeadline: Agent = twin({
  guard: () =>
    createGuard({ writes, check: findOpened, retries: { ...usualPolicy, attempts: 5, deadlineMs: 3_600_000, baseMs: 20_000, capMs: 60_000 } }),
});

/** Its breaker never opens. */
export const keepsKnocking: Agent = twin({
  models: () => createModelChain({ models, breaker: { failuresMax: Number.MAX_SAFE_INTEGER, openMs: 60_000 } }),
});

/** It has a queue, and only in its head. */
export const forgetsItsQueue: Agent = twin({
  queue: perSession((): PersistentQueue<Request> => {
    const items = new Map<string, Request>();
    return {
      add(id, item, reason) {
        items.set(id, item);
        report({ type: 'queued', item: id, reason });
      },
      waiting: () => [...items].map(([id, item]) => ({ id, item })),
      finish: (id) => void items.delete(id),
    };
  }),
});

/** It keeps records, and looks nothing up in them that it could ask for again. */
export const keepsRecordsForNothing: Agent = twin({
  openSteps: (request): StepRecords => {
    const records = soundParts.openSteps(request);
    return {
      async run(stepId, input, step) {
        if (stepId !== 'get_company' && stepId !== 'check_risk') return records.run(stepId, input, step);
        const record = { type: 'step', request_id: request, step_id: stepId, attempt: 1, input_hash: JSON.stringify(input) } as const;
        report({ ...record, status: 'pending' });
        const output = await step({ key: `${request}-${stepId}`, earlier: false });
        report({ ...record, status: 'success' });
        return output;
      },
    };
  },
});

/** After a crash it begins anew, under a new name. */
export const beginsAnew: Agent = (task) =>
  createAgent()({ ...(task as object), request_id: `${(task as { request_id: string }).request_id}-${process.pid}-${randomUUID().slice(0, 4)}` });

/** It believes the model, wherever that leads. */
export const followsTheModel: Agent = twin({
  openMachine: (request): StateMachine => {
    const anywhere = Object.fromEntries(
      Object.keys(transitions).map((state) => [state, { contract_signed: 'DONE', offer_selected: 'CONTRACT_SIGNING', ...transitions[state] }]),
    );
    return openStateMachine({
      name: 'account-opening',
      request,
      initial: 'COLLECT_COMPANY_DATA',
      transitions: { ...anywhere, OFFER_SELECTION: { offer_selected: 'CONTRACT_SIGNING', failed: 'FAILED' } },
    });
  },
});

/** It takes every callback for a new one. */
export const countsTwice: Agent = twin({
  openMachine: (request): StateMachine => {
    const machine = openStateMachine({ name: 'account-opening', request, initial: 'COLLECT_COMPANY_DATA', transitions });
    return {
      get state() {
        return machine.state;
      },
      get isOver() {
        return machine.isOver;
      },
      on(event) {
        const taken = machine.on(event);
        if (!taken && event === 'contract_signed') void callTool('notify_customer', { company_id: 'C-1', text: 'Your contract is signed.' });
        return taken;
      },
    };
  },
});

/** It goes into the long work unprepared. */
export const skipsTheCheckpoint: Agent = twin({ checkpoint: () => undefined });

/** It calls the tool of the year before last. */
export const livesInThePast: Agent = twin({ version: (tool) => (tool === 'get_company' ? 'get_company@v0' : tool) });
