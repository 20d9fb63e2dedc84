// The analysis of logs, after S4: the model writes a plan, the plan is checked as a whole, each action can be taken back.
import { createGuard } from '../reference/guard.ts';
import { createModelChain, type ModelChain } from '../reference/model-chain.ts';
import type { Message } from '../reference/model.ts';
import { perSession } from '../reference/per-session.ts';
import { executePlan, type Action, type Plan, type PlanOutcome, type PlanScope } from '../reference/plan.ts';
import type { CallTool } from '../reference/tools.ts';

/** The parts that an agent is made of; a twin has one of them broken. */
export interface Parts {
  readonly models: () => ModelChain;
  readonly guard: () => CallTool;
  readonly execute: (plan: Plan, scope: PlanScope, actions: Readonly<Record<string, Action>>) => Promise<PlanOutcome>;
  readonly scope: PlanScope;
  /** Plans that may be tried, one after another (S3.1). */
  readonly plansMax: number;
  /** What the planner is told after a plan that was refused or that failed. */
  readonly feedback: (outcome: PlanOutcome) => string;
  /** Whether a plan repeats a step that failed for good (S3.1). */
  readonly repeats: (plan: Plan, failed: ReadonlySet<string>) => boolean;
}

/** S4.2 */
export const usualScope: PlanScope = {
  actions: ['*_log', '*_report', '*_service', 'fetch_url'],
  roots: ['/var/log/app', '/var/reports'],
  hosts: ['monitoring.internal:443'],
  stepsMax: 10,
  countMax: { start_container: 2 },
  ownBounds: true,
  after: { resume_service: 'pause_service' },
  params: {
    read_log: ['path', 'word?'],
    write_report: ['path', 'text'],
    pause_service: ['service'],
    resume_service: ['service'],
    fetch_url: ['url'],
    run_command: ['command'],
    start_container: ['image', 'name'],
  },
};

export const soundParts: Parts = {
  models: () => createModelChain({ models: ['gpt-4o', 'gpt-4o-mini'] }),
  guard: () =>
    createGuard({ writes: ['write_report', 'delete_report', 'pause_service', 'resume_service', 'run_command', 'start_container', 'stop_container'] }),
  execute: executePlan,
  scope: usualScope,
  plansMax: 3,
  feedback: ({ status, reasons }) =>
    status === 'refused'
      ? `This plan leaves its scope: ${reasons.join('; ')}. Write another.`
      : `This step failed: ${reasons.join('; ')}. Write a plan without it.`,
  repeats: (plan, failed) => plan.steps.some((step) => failed.has(stepText(step))),
};

function stepText({ action, params }: Plan['steps'][number]): string {
  return JSON.stringify([action, params]);
}

/** How each action that changes something is taken back (S4.4). */
const undoOf: Readonly<Record<string, (params: Readonly<Record<string, unknown>>) => readonly [tool: string, args: object]>> = {
  write_report: ({ path }) => ['delete_report', { path }],
  pause_service: ({ service }) => ['resume_service', { service }],
  start_container: ({ name }) => ['stop_container', { name }],
};

/** Every tool as an action. */
export function actionsOf(call: CallTool): Readonly<Record<string, Action>> {
  const names = ['read_log', 'write_report', 'pause_service', 'resume_service', 'fetch_url', 'run_command', 'start_container'];
  const act = async (name: string, params: object, timeoutMs?: number): Promise<Readonly<Record<string, unknown>>> => {
    const reply = await call(name, params, timeoutMs === undefined ? {} : { timeoutMs });
    if (reply.status !== 'success') throw new Error(reply.message ?? reply.errorCode ?? reply.status);
    return reply.data;
  };
  return Object.fromEntries(
    names.map((name): [string, Action] => {
      const undo = undoOf[name];
      return [
        name,
        {
          run: (params, timeoutMs) => act(name, params, timeoutMs),
          ...(undo === undefined ? {} : { undo: async (params) => void (await act(...undo(params))) }),
        },
      ];
    }),
  );
}

const system =
  'You plan the analysis of logs. Answer with a plan as JSON: plan_id, steps (action, params, timeout_seconds, validation), constraints. You carry nothing out.';

/** Puts an agent together. */
export function createAgent(parts: Parts = soundParts): (task: unknown) => Promise<object> {
  const models = perSession(parts.models);
  const guard = perSession(parts.guard);
  return async (task) => {
    const messages: Message[] = [
      { role: 'system', content: system },
      { role: 'user', content: JSON.stringify(task) },
    ];
    const tried: string[] = [];
    const failed = new Set<string>();
    for (let attempt = 0; attempt < parts.plansMax; attempt++) {
      const { reply, failures } = await models().ask(messages);
      if (reply === undefined) return ended(tried, `No planner answered: ${failures.join('; ')}.`);
      const plan = readPlan(reply.text);
      if (plan !== undefined && parts.repeats(plan, failed))
        return ended([...tried, `${plan.plan_id}: it repeats what failed`], 'The planner knows no other way.');
      const outcome: PlanOutcome =
        plan === undefined
          ? { status: 'refused', results: [], reasons: ['it is no plan'] }
          : await parts.execute(plan, parts.scope, actionsOf(guard()));
      if (outcome.status === 'done') return { status: 'done', plan: plan!.plan_id, errors: countLines(outcome), report: '/var/reports/errors.txt' };
      if (outcome.status === 'failed') failed.add(stepText(plan!.steps[outcome.results.length]!));
      // What was refused is told to the planner, and to nobody else: it is its invention.
      tried.push(
        `${plan?.plan_id ?? 'a text'}: ${outcome.status === 'refused' ? 'it was refused, and nothing of it was begun' : outcome.reasons.join('; ')}`,
      );
      messages.push(reply.message, { role: 'user', content: parts.feedback(outcome) });
    }
    return ended(tried, 'No plan could be carried out.');
  };
}

/** A plan whose parts are what they should be; whether it may be carried out is another question. */
function readPlan(text: string): Plan | undefined {
  let plan: unknown;
  try {
    plan = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(plan) || typeof plan['plan_id'] !== 'string' || !Array.isArray(plan['steps']) || !plan['steps'].every(isStep)) return undefined;
  const constraints = plan['constraints'] ?? {};
  return isConstraints(constraints) ? { plan_id: plan['plan_id'], steps: plan['steps'], constraints } : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStep(value: unknown): value is Plan['steps'][number] {
  if (!isObject(value)) return false;
  const { action, params, timeout_seconds: timeout, validation } = value;
  const isTimed = timeout === undefined || (typeof timeout === 'number' && timeout > 0);
  return typeof action === 'string' && isObject(params) && isTimed && (validation === undefined || typeof validation === 'string');
}

function isConstraints(value: unknown): value is Plan['constraints'] {
  if (!isObject(value)) return false;
  const { max_duration_seconds: seconds, allowed_actions: allowed, network_access: network } = value;
  const isListed = allowed === undefined || (Array.isArray(allowed) && allowed.every((action) => typeof action === 'string'));
  return isListed && (seconds === undefined || typeof seconds === 'number') && (network === undefined || typeof network === 'boolean');
}

function countLines({ results }: PlanOutcome): number {
  return results.flatMap(({ lines }) => (Array.isArray(lines) ? lines : [])).length;
}

/** S1.5, S1.9: what was tried, why it failed, what happens next. */
function ended(tried: readonly string[], why: string): object {
  return { status: 'failed', why, tried, next: 'What was changed was taken back. A person looks at the machine.' };
}

const agent: (task: unknown) => Promise<object> = createAgent();
export default agent;
