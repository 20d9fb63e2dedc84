import { relative } from 'node:path';
import type { CasePlan } from '../../src/domain/scenario.ts';
import type { WorldPlan } from '../../src/domain/world.ts';

/**
 * Hours of people in the seconds of a test. A reply after an hour comes after half a second, and silence is over after two.
 */
const peopleShrink = 7200;
/** Minutes of the outside: a signature is waited for twelve seconds instead of an hour. */
const outsideShrink = 300;
const silenceSeconds = 14_400 / peopleShrink;
const secondsMax = 400;

/**
 * The same case with its agent as a process of its own, in real time: `scenarios/reference/main.ts` runs the export as a program. What people and the outside
 * take hours for is shortened, for the agent by its environment and for the claims by their settings; everything else (retries, breakers, deadlines) takes the
 * time that it takes.
 */
export function asCommand(plan: CasePlan): CasePlan {
  const { agent } = plan;
  if (agent.kind !== 'function') return plan;
  const many = plan.tasks.length > 1;
  return {
    ...plan,
    agent: {
      kind: 'command',
      command: [process.execPath, 'scenarios/reference/main.ts', relative('.', agent.module), agent.exportName],
      folder: process.cwd(),
      input: many ? 'lines' : 'argv',
      environment: {
        ...agent.environment,
        ASK_TIMEOUT_SECONDS: String(silenceSeconds),
        SIGNATURE_TIMEOUT_SECONDS: String(3600 / outsideShrink),
      },
      intercept: false,
      requires: agent.requires,
    },
    clock: 'real',
    limits: { ...plan.limits, seconds: Math.min(plan.limits.seconds, secondsMax) },
    settings: {
      ...plan.settings,
      'escalates-on-silence': { silenceSeconds, toleranceSeconds: silenceSeconds / 2, ...plan.settings['escalates-on-silence'] },
    },
    ...(plan.world === undefined ? {} : { world: hurried(plan.world) }),
  };
}

function hurried(world: WorldPlan): WorldPlan {
  return {
    ...world,
    people: {
      ...world.people,
      replies: world.people.replies.map((entry) => ({
        ...entry,
        replies: entry.replies.map((reply) => ({ ...reply, afterSeconds: reply.afterSeconds / peopleShrink })),
      })),
    },
    callbacks: world.callbacks.map((callback) => ({ ...callback, afterSeconds: callback.afterSeconds / outsideShrink })),
  };
}
