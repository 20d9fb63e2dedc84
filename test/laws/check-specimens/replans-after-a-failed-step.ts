import { ended, episode, reports, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';
import { tried } from '../../support/world-tools.ts';

const plan = (id: string, ...actions: readonly string[]): Body =>
  reports({ type: 'plan', plan_id: id, steps: actions.map((action) => ({ action })) });
const step = (id: string, number: number, status: 'started' | 'done' | 'failed'): Body =>
  reports({ type: 'plan-step', plan_id: id, step: number, status });

export const specimens: Specimens = {
  breaks: {
    'the same plan again': episode([started, plan('a', 'read', 'write'), step('a', 2, 'failed'), plan('b', 'read', 'write'), said('done'), ended]),
    'another plan with the same step': episode([
      started,
      plan('a', 'read', 'write'),
      step('a', 2, 'failed'),
      plan('b', 'write', 'send'),
      said('done'),
      ended,
    ]),
    'no other plan, and success': episode([started, plan('a', 'read', 'write'), step('a', 2, 'failed'), said('All done.'), ended]),
    'no other plan, and no answer': episode([started, plan('a', 'read', 'write'), step('a', 2, 'failed'), ended]),
    'the step again': episode([
      started,
      plan('a', 'read', 'write'),
      step('a', 2, 'failed'),
      step('a', 2, 'started'),
      said('could not write: error'),
      ended,
    ]),
    'as the world saw it': episode(
      [started, plan('a', 'get_order'), ...tried(1, 'get_order', {}, 'permanent_error'), plan('b', 'get_order'), said('done'), ended],
      { world: {} },
    ),
    'counted from zero': episode([started, plan('a', 'read', 'write'), step('a', 0, 'failed'), plan('b', 'read'), said('done'), ended]),
  },
  holds: {
    'another way': episode([started, plan('a', 'read', 'write'), step('a', 2, 'failed'), plan('b', 'read', 'send'), said('done'), ended]),
    'the end, and it says so': episode([
      started,
      plan('a', 'read', 'write'),
      step('a', 2, 'failed'),
      said('Could not write: the disk is full (error).'),
      ended,
    ]),
  },
  silent: { 'no plan': episode(usual), 'no failure': episode([started, plan('a', 'read'), step('a', 1, 'done'), said('done'), ended]) },
};
