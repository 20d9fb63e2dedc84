import type { ReportOf } from '../../../src/domain/agent-report.ts';
import { asksPerson, ended, episode, personSays, reports, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';
import { did, shop } from '../../support/world-tools.ts';

const world = { contracts: shop, world: {}, declared: { autonomy: { max_autonomous_amount: 5 } } };
const decides = (members: Partial<ReportOf<'decision'>> = {}): Body =>
  reports({
    type: 'decision',
    decision: 'approve',
    task: 'do it',
    confidence: 0.9,
    autonomous: true,
    bounds: { max_autonomous_amount: 5 },
    ...members,
  });
const acts = did(1, 'pay_back', { order: 7 });
const speaks: Body = reports({ type: 'log', level: 'info', message: 'hello' });

export const specimens: Specimens = {
  breaks: {
    'no confidence': episode([started, decides({ confidence: undefined as never }), ...acts, said('x'), ended], world),
    'no bounds': episode([started, decides({ bounds: {} }), ...acts, said('x'), ended], world),
    'no task': episode([started, decides({ task: undefined as never }), ...acts, said('x'), ended], world),
    'not at all, although it logs other things': episode([started, speaks, ...acts, said('x'), ended], world),
    'not said to be autonomous, but nobody was asked': episode(
      [started, decides({ autonomous: undefined as never, bounds: undefined as never }), ...acts, said('x'), ended],
      world,
    ),
  },
  holds: { everything: episode([started, decides(), ...acts, said('x'), ended], world) },
  silent: {
    'no autonomy': episode(usual),
    'it says nothing at all': episode([started, ...acts, said('x'), ended], world),
    'a person decided': episode([started, speaks, asksPerson(1), personSays(1, 'approve'), ...acts, said('x'), ended], world),
  },
};
