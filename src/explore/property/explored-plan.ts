import type { CasePlan } from '../../domain/scenario.ts';
import type { Story } from './story.ts';

/**
 * The case under a story. What the case expects of its own task, its own model and its own people is not what it expects of any other. The recording is one of
 * many histories now, so that it may stay unplayed.
 */
export function exploredPlan(plan: CasePlan, story: Story): CasePlan {
  const { world } = plan;
  return {
    ...plan,
    tasks: story.tasks,
    faults: story.faults,
    // A form that answers have is the same whatever is asked.
    expect: { answers: plan.expect.answers.flatMap(({ schema }) => (schema === undefined ? [] : [{ schema }])), never: [] },
    expectFailure: undefined,
    checks: [],
    repeat: 1,
    unusedRecordings: 'note',
    ...(world === undefined
      ? {}
      : {
          world: {
            ...world,
            people: { ...world.people, replies: story.replies ?? world.people.replies },
            callbacks: story.callbacks ?? world.callbacks,
          },
        }),
  };
}
