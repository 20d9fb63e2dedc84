// The opening of a company's account, after S1: a state machine outside of the model, steps on record, one key per operation, and a way on after any crash.
import { report } from '../../src/agent.ts';
import { sleep } from '../reference/deadline.ts';
import { createGuard } from '../reference/guard.ts';
import { createModelChain, type ModelChain } from '../reference/model-chain.ts';
import type { Message } from '../reference/model.ts';
import { perSession } from '../reference/per-session.ts';
import { openQueue, type PersistentQueue } from '../reference/queue.ts';
import { setting } from '../reference/settings.ts';
import { openStateMachine, type StateMachine, type Transitions } from '../reference/state-machine.ts';
import { openStepRecords, type StepRecords } from '../reference/step-records.ts';
import { callTool, type CallTool, type ToolReply } from '../reference/tools.ts';
import { fetchInbox } from '../reference/world.ts';

export interface Request {
  readonly request_id: string;
  readonly company_id: string;
  /** The customer is in a hurry, and says so to the model. */
  readonly hurry?: boolean;
}

/** S1.3: the table. There is no way from anywhere to DONE but through every step. */
export const transitions: Transitions = {
  COLLECT_COMPANY_DATA: { data_collected: 'RISK_CHECK', failed: 'FAILED', cancel: 'FAILED' },
  RISK_CHECK: { risk_accepted: 'OFFER_SELECTION', failed: 'FAILED', cancel: 'FAILED' },
  OFFER_SELECTION: { offer_selected: 'ACCOUNT_OPENING', failed: 'FAILED', cancel: 'FAILED' },
  ACCOUNT_OPENING: { account_opened: 'CONTRACT_SIGNING', failed: 'FAILED', cancel: 'FAILED' },
  CONTRACT_SIGNING: { contract_signed: 'DONE', timeout: 'FAILED', failed: 'FAILED', cancel: 'FAILED' },
  DONE: {},
  FAILED: {},
};

/** The parts that an agent is made of; a twin has one of them broken. */
export interface Parts {
  readonly models: () => ModelChain;
  readonly guard: () => CallTool;
  readonly openMachine: (request: string) => StateMachine;
  readonly openSteps: (request: string) => StepRecords;
  readonly checkpoint: (name: string) => void;
  /** S0.6: what waits for a model. */
  readonly queue: () => PersistentQueue<Request>;
  readonly compensate: (opening: Opening) => Promise<readonly string[]>;
  /** Which version of a tool is called. */
  readonly version: (tool: string) => string;
  /** Whether a company may have an offer, whoever proposes it. */
  readonly isFor: (offer: string, company: Readonly<Record<string, unknown>>) => boolean;
}

export const soundParts: Parts = {
  models: () => createModelChain({ models: ['gpt-4o', 'gpt-4o-mini'] }),
  guard: () => createGuard({ writes: ['open_account', 'sign_contract', 'close_account', 'withdraw_contract', 'notify_customer'], check: findOpened }),
  openMachine: (request) => openStateMachine({ name: 'account-opening', request, initial: 'COLLECT_COMPANY_DATA', transitions }),
  openSteps: openStepRecords,
  checkpoint: (name) => void report({ type: 'checkpoint', name }),
  queue: () => openQueue<Request>('openings'),
  compensate,
  version: (tool) => tool,
  isFor: (offer, { turnover_eur }) =>
    offer === 'small-business' || (offer === 'corporate' && typeof turnover_eur === 'number' && turnover_eur > 1_000_000),
};

/** S1.2: an answer was lost, so it is looked up whether the account was opened before anybody opens another. */
export async function findOpened(name: string, args: object): Promise<ToolReply | undefined> {
  if (name !== 'open_account') return undefined;
  const found = await callTool('find_account', { company_id: (args as { company_id: string }).company_id });
  return typeof found.data['account'] === 'string' ? { status: 'success', data: { status: 'success', account: found.data['account'] } } : undefined;
}

/** A step that came to nothing, with the code that its record keeps. */
class StepFailure extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

type Answer = Readonly<Record<string, unknown>>;

export interface Opening {
  readonly request: Request;
  readonly machine: StateMachine;
  readonly steps: StepRecords;
  readonly call: CallTool;
  readonly models: ModelChain;
  readonly parts: Parts;
  /** What was done, the last first, and the call that takes it back (S4.4). */
  readonly undo: { readonly tool: string; readonly args: Readonly<Record<string, unknown>> }[];
}

/** Puts an agent together. */
export function createAgent(parts: Parts = soundParts): (task: unknown) => Promise<Answer> {
  const models = perSession(parts.models);
  const guard = perSession(parts.guard);
  const openOne = async (request: Request): Promise<Answer> => {
    const opening: Opening = {
      request,
      machine: parts.openMachine(request.request_id),
      steps: parts.openSteps(request.request_id),
      call: guard(),
      models: models(),
      parts,
      undo: [],
    };
    try {
      return await open(opening);
    } catch (error) {
      return fail(opening, error as Error & { readonly code?: string });
    }
  };
  return async (task) => {
    const request = task as Request;
    // What waits comes first; and what still cannot be done waits on.
    for (const { id, item } of parts.queue().waiting()) {
      if (id === request.request_id) continue;
      if ((await openOne(item))['status'] === 'queued') break;
      parts.queue().finish(id);
    }
    const answer = await openOne(request);
    if (
      answer['status'] !== 'queued' &&
      parts
        .queue()
        .waiting()
        .some(({ id }) => id === request.request_id)
    )
      parts.queue().finish(request.request_id);
    return answer;
  };
}

/** Without a model the work waits; any other end is honest, and leaves nothing behind. */
async function fail(opening: Opening, error: Error & { readonly code?: string }): Promise<Answer> {
  const { request, machine, parts } = opening;
  if (error.code === 'NO_MODEL') {
    parts.queue().add(request.request_id, request, error.message);
    return {
      status: 'queued',
      company_id: request.company_id,
      why: `No model answered (${error.message}).`,
      tried: 'What could be done without a model was done, and is on record.',
      next: 'It goes on when a model answers again.',
    };
  }
  machine.on('failed');
  const takenBack = await parts.compensate(opening);
  return {
    status: 'failed',
    company_id: request.company_id,
    state: machine.state,
    why: `${error.message} (${error.code ?? 'ERROR'})`,
    tried: takenBack.length === 0 ? 'Nothing was changed.' : `Taken back: ${takenBack.join(', ')}.`,
    next: 'A person looks at it before anything is tried again.',
  };
}

/** S4.4: takes back what was done, the last first; each on record, so that a crash in the middle is gone on from as well. */
export async function compensate(opening: Opening): Promise<readonly string[]> {
  const takenBack: string[] = [];
  for (const { tool, args } of opening.undo.toReversed()) {
    try {
      await step(opening, tool, args);
      takenBack.push(tool);
    } catch (error) {
      // What could not be taken back is said: a person must know of it.
      takenBack.push(`${tool} (in vain: ${(error as Error).message})`);
    }
  }
  return takenBack;
}

/** Goes on from wherever the machine stands: at the start, or where a crash has left it. */
async function open(opening: Opening): Promise<Answer> {
  const { machine, request, parts } = opening;
  const company = await collect(opening);
  if (typeof company['tax_number'] !== 'string') throw new StepFailure('NOT_AS_AGREED', 'The register answered, but without a tax number');
  machine.on('data_collected');
  const risk = await step(opening, 'check_risk', { company_id: request.company_id, tax_number: company['tax_number'] });
  if (risk['risk'] !== 'low' && risk['risk'] !== 'medium') throw new StepFailure('RISK_TOO_HIGH', 'The bank does not take the risk');
  machine.on('risk_accepted');
  const { offer } = await opening.steps.run('select_offer', { company_id: request.company_id }, () => selectOffer(opening, company));
  machine.on('offer_selected');
  const opened = await step(opening, 'open_account', { company_id: request.company_id, offer }, 'idempotency_key');
  machine.on('account_opened');
  const account = accountIn(opened) ?? accountIn(await step(opening, 'find_account', { company_id: request.company_id }));
  if (account === undefined) throw new StepFailure('NOT_AS_AGREED', 'The bank answered, but with no number of an account');
  opening.undo.push({ tool: 'close_account', args: { account } });
  parts.checkpoint('before the contract is sent to be signed');
  await step(opening, 'sign_contract', { account }, 'idempotency_key');
  opening.undo.push({ tool: 'withdraw_contract', args: { account } });
  await waitForSignature(opening);
  if (machine.state === 'DONE') await step(opening, 'notify_customer', { company_id: request.company_id, text: `Your account ${account} is open.` });
  if (machine.state === 'DONE') return { status: 'done', company_id: request.company_id, account, offer };
  throw new StepFailure('NOT_SIGNED', 'The contract was not signed in time');
}

/** A number of an account looks like one; whatever else stands there is not used for anything. */
function accountIn({ account }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof account === 'string' && /^ACC-[\w-]+$/.test(account) ? account : undefined;
}

function collect(opening: Opening): Promise<Readonly<Record<string, unknown>>> {
  return step(opening, 'get_company', { company_id: opening.request.company_id });
}

/** One step on record: a tool, called with the key of the step where it takes one. */
function step(
  opening: Opening,
  tool: string,
  args: Readonly<Record<string, unknown>>,
  keyArgument?: string,
): Promise<Readonly<Record<string, unknown>>> {
  return opening.steps.run(tool, args, async ({ key }) => {
    const reply = await opening.call(opening.parts.version(tool), keyArgument === undefined ? args : { ...args, [keyArgument]: key }, { key });
    if (reply.status !== 'success')
      throw new StepFailure(
        reply.errorCode ?? reply.status.toUpperCase(),
        `${tool} ended with ${reply.status}: ${reply.message ?? 'no reason was given'}`,
      );
    return reply.data;
  });
}

const system =
  'You pick an account offer for a company. Answer with JSON: event, offer, confidence. You may propose an event; whether it is possible is decided outside.';

/** The model proposes; the machine decides whether there is such a way, and the bank whether there is such an offer (S1.3). */
async function selectOffer(
  { models, machine, request, parts }: Opening,
  company: Readonly<Record<string, unknown>>,
): Promise<{ readonly offer: string }> {
  const messages: Message[] = [
    { role: 'system', content: system },
    { role: 'user', content: JSON.stringify({ request_id: request.request_id, ...company, ...(request.hurry === true ? { hurry: true } : {}) }) },
  ];
  for (let proposal = 0; proposal < 3; proposal++) {
    const { reply, failures } = await models.ask(messages);
    if (reply === undefined) throw new StepFailure('NO_MODEL', failures.join('; '));
    const { event, offer } = proposalIn(reply.text);
    const isPossible = event === 'offer_selected' && transitions[machine.state]?.[event] !== undefined;
    if (isPossible && offer !== undefined && parts.isFor(offer, company)) return { offer };
    const refused = isPossible
      ? `The offer ${offer ?? '(none)'} is not possible for this company`
      : `${event ?? 'This'} is not possible in ${machine.state}`;
    messages.push(reply.message, { role: 'user', content: `${refused}. What do you propose?` });
  }
  throw new StepFailure('NO_OFFER', 'The model proposed no possible step');
}

/** What a model says may be anything: a proposal has an event and an offer that are texts, or it has none. */
function proposalIn(text: string): { readonly event?: string; readonly offer?: string } {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return {};
  }
  const { event, offer } = (typeof said === 'object' && said !== null ? said : {}) as { readonly event?: unknown; readonly offer?: unknown };
  return { ...(typeof event === 'string' ? { event } : {}), ...(typeof offer === 'string' ? { offer } : {}) };
}

/** Callbacks may come twice, late, or for somebody else; the machine takes what its table has, and nothing else. */
async function waitForSignature({ machine, request }: Opening): Promise<void> {
  const until = Date.now() + setting('SIGNATURE_TIMEOUT_SECONDS', 3600) * 1000;
  while (!machine.isOver && Date.now() < until) {
    const callbacks = await fetchInbox(`${Math.max(1, Math.ceil((until - Date.now()) / 1000))}s`);
    for (const { event } of callbacks) if (event['company_id'] === request.company_id) machine.on(String(event['type']));
    if (callbacks.length === 0) await sleep(Math.min(1000, Math.max(1, until - Date.now())));
  }
  if (!machine.isOver) machine.on('timeout');
}

const agent: (task: unknown) => Promise<Answer> = createAgent();
export default agent;
