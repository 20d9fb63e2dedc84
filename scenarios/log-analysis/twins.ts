// The agent of logs with one part broken at a time. Each says which claims it breaks in `log-analysis-twins.yaml`.
import { executePlan, violationsOf, type Action, type Plan, type PlanOutcome, type PlanScope } from '../reference/plan.ts';
import { createAgent, soundParts } from './agent.ts';

type Agent = (task: unknown) => Promise<object>;
type Actions = Readonly<Record<string, Action>>;

const anywhere: PlanScope = { actions: ['*'], roots: ['/'], hosts: ['the-whole-internet.example:443'], stepsMax: 1000, countMax: {} };

/** It takes any plan for a good one. */
export const believesThePlanner: Agent = createAgent({ ...soundParts, scope: anywhere });

/** It looks at each step only when its turn has come: the first ones are done before the last one is refused. */
export const looksStepByStep: Agent = createAgent({
  ...soundParts,
  async execute(plan: Plan, scope: PlanScope, actions: Actions): Promise<PlanOutcome> {
    const guarded = Object.fromEntries(
      Object.entries(actions).map(([name, action]): [string, Action] => [
        name,
        {
          ...action,
          run: (params, timeoutMs) => {
            const [violation] = violationsOf({ ...plan, steps: [{ action: name, params }] }, scope);
            return violation === undefined ? action.run(params, timeoutMs) : Promise.reject(new Error(violation));
          },
        },
      ]),
    );
    return executePlan(plan, anywhere, guarded);
  },
});

/** It asks for no plan to be checked, and for none to be seen. */
export const actsWithoutAPlan: Agent = createAgent({
  ...soundParts,
  async execute(plan: Plan, _scope: PlanScope, actions: Actions): Promise<PlanOutcome> {
    const results: Readonly<Record<string, unknown>>[] = [];
    for (const { action, params } of plan.steps) results.push(await actions[action]!.run(params, 30_000));
    return { status: 'done', results, reasons: [] };
  },
});

/** It leaves half of its work behind. */
export const leavesItsMess: Agent = createAgent({
  ...soundParts,
  execute: (plan, scope, actions) => executePlan(plan, scope, Object.fromEntries(Object.entries(actions).map(([name, { run }]) => [name, { run }]))),
});

/** It hears that a step failed for good, and makes the same plan again. */
export const learnsNothing: Agent = createAgent({ ...soundParts, feedback: () => 'Try that once more.', repeats: () => false });
