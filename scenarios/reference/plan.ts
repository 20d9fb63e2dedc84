import { isAbsolute, normalize, sep } from 'node:path';
import { report } from '../../src/agent.ts';

/** S4.1: what an executor takes, in place of prose. */
export interface Plan {
  readonly plan_id: string;
  readonly steps: readonly PlanStep[];
  readonly constraints: { readonly max_duration_seconds?: number; readonly allowed_actions?: readonly string[]; readonly network_access?: boolean };
}

export interface PlanStep {
  readonly action: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly timeout_seconds?: number;
  /** The result must have this member, and it must not be empty. */
  readonly validation?: string;
}

/** S4.2: what a plan may touch. */
export interface PlanScope {
  readonly actions: readonly string[];
  readonly roots: readonly string[];
  /** `host:port`. */
  readonly hosts: readonly string[];
  readonly stepsMax: number;
  /** At most so many steps of one action. */
  readonly countMax: Readonly<Record<string, number>>;
  /** What the plan allows itself binds it as well. */
  readonly ownBounds?: boolean;
  /** What takes something back makes sense only behind what it takes back: the action that must come before it, told the same. */
  readonly after?: Readonly<Record<string, string>>;
  /** What each action is told, every part of it a text; one that ends in `?` may be left out. Absent: anything. */
  readonly params?: Readonly<Record<string, readonly string[]>>;
}

/** What an executor can do, and how each of it is taken back. */
export interface Action {
  run(params: Readonly<Record<string, unknown>>, timeoutMs: number): Promise<Readonly<Record<string, unknown>>>;
  /** Absent for what changes nothing. */
  undo?(params: Readonly<Record<string, unknown>>, result: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Everything in a plan that its scope forbids; a plan with any of it is not begun (S4.2). */
export function violationsOf(plan: Plan, scope: PlanScope): readonly string[] {
  const found: string[] = [];
  if (plan.steps.length > scope.stepsMax) found.push(`${plan.steps.length} steps, at most ${scope.stepsMax}`);
  for (const [action, most] of Object.entries(scope.countMax)) {
    const count = plan.steps.filter((step) => step.action === action).length;
    if (count > most) found.push(`${count} times ${action}, at most ${most}`);
  }
  const { max_duration_seconds: limit } = plan.constraints;
  const seconds = plan.steps.reduce((sum, step) => sum + (step.timeout_seconds ?? 0), 0);
  if (scope.ownBounds === true && limit !== undefined && seconds > limit) found.push(`its steps may take ${seconds} s, at most ${limit}`);
  for (const [index, step] of plan.steps.entries()) {
    const at = `step ${index + 1} (${step.action})`;
    if (!scope.actions.some((glob) => matches(glob, step.action))) found.push(`${at} is no allowed action`);
    // A plan may bind itself more than its scope does.
    else if (scope.ownBounds === true && plan.constraints.allowed_actions?.some((glob) => matches(glob, step.action)) === false)
      found.push(`${at} is none that the plan allows`);
    const before = scope.after?.[step.action];
    if (before !== undefined && !plan.steps.slice(0, index).some(({ action, params }) => action === before && isSame(params, step.params)))
      found.push(`${at} comes before any ${before}`);
    found.push(...misfits(step, scope.params?.[step.action]).map((misfit) => `${at} ${misfit}`));
    for (const [name, value] of Object.entries(step.params)) {
      if (typeof value !== 'string') continue;
      if (/path|file|folder/.test(name) && !isBelow(value, scope.roots)) found.push(`${at} leaves its folders: ${value}`);
      if (/url|host/.test(name) && !scope.hosts.includes(hostOf(value))) found.push(`${at} asks for ${hostOf(value)}`);
    }
  }
  return found;
}

function isSame(params: PlanStep['params'], others: PlanStep['params']): boolean {
  const names = Object.keys(params);
  return names.length === Object.keys(others).length && names.every((name) => params[name] === others[name]);
}

/** What is wrong with what an action is told. */
function misfits({ params }: PlanStep, taken: readonly string[] | undefined): readonly string[] {
  if (taken === undefined) return [];
  const names = taken.map((name) => name.replace('?', ''));
  const missing = taken.filter((name) => !name.endsWith('?') && typeof params[name] !== 'string');
  const others = Object.keys(params).filter((name) => !names.includes(name) || typeof params[name] !== 'string');
  return [...missing.map((name) => `is told no ${name}`), ...others.filter((name) => !missing.includes(name)).map((name) => `takes no such ${name}`)];
}

/** How far a plan came. */
export interface PlanOutcome {
  readonly status: 'done' | 'refused' | 'failed';
  readonly results: readonly Readonly<Record<string, unknown>>[];
  /** Why it was refused, or which step failed and why. */
  readonly reasons: readonly string[];
}

/** Checks a plan as a whole, then runs its steps; where one fails, what was done is taken back in reverse (S4.4). */
export async function executePlan(plan: Plan, scope: PlanScope, actions: Readonly<Record<string, Action>>): Promise<PlanOutcome> {
  report({ type: 'plan', plan_id: plan.plan_id, steps: plan.steps as never, constraints: plan.constraints });
  const violations = violationsOf(plan, scope);
  report({ type: 'plan-checked', plan_id: plan.plan_id, accepted: violations.length === 0, violations });
  if (violations.length > 0) return { status: 'refused', results: [], reasons: violations };
  const results: Readonly<Record<string, unknown>>[] = [];
  for (const [index, step] of plan.steps.entries()) {
    const tell = (status: 'started' | 'done' | 'failed'): void => tellStep(plan, index, status);
    tell('started');
    try {
      const result = await actions[step.action]!.run(step.params, (step.timeout_seconds ?? 30) * 1000);
      if (step.validation !== undefined && isEmpty(result[step.validation])) throw new Error(`its result has no ${step.validation}`);
      results.push(result);
      tell('done');
    } catch (error) {
      tell('failed');
      const kept = await unwind(plan, results, actions);
      return { status: 'failed', results, reasons: [`step ${index + 1} (${step.action}): ${(error as Error).message}`, ...kept] };
    }
  }
  return { status: 'done', results, reasons: [] };
}

/** Takes back what was done, the last first. What cannot be taken back is said, and does not keep the rest from it. */
async function unwind(
  plan: Plan,
  results: readonly Readonly<Record<string, unknown>>[],
  actions: Readonly<Record<string, Action>>,
): Promise<readonly string[]> {
  const kept: string[] = [];
  for (const [index, result] of [...results.entries()].toReversed()) {
    const { action, params } = plan.steps[index]!;
    try {
      await actions[action]!.undo?.(params, result);
      if (actions[action]!.undo !== undefined) tellStep(plan, index, 'compensated');
    } catch (error) {
      kept.push(`step ${index + 1} (${action}) could not be taken back: ${(error as Error).message}`);
    }
  }
  return kept;
}

function tellStep(plan: Plan, index: number, status: 'started' | 'done' | 'failed' | 'compensated'): void {
  report({ type: 'plan-step', plan_id: plan.plan_id, step: index + 1, status });
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** `read_*` and the like. */
function matches(glob: string, text: string): boolean {
  return new RegExp(`^${glob.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(text);
}

function isBelow(path: string, roots: readonly string[]): boolean {
  const whole = normalize(path);
  return isAbsolute(whole) && roots.some((root) => whole === root || whole.startsWith(root.endsWith(sep) ? root : `${root}${sep}`));
}

function hostOf(value: string): string {
  try {
    const url = new URL(/^\w+:\/\//.test(value) ? value : `https://${value}`);
    return `${url.hostname}:${url.port === '' ? (url.protocol === 'http:' ? '80' : '443') : url.port}`;
  } catch {
    return value;
  }
}
