import { ended, episode, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';
import { did, shop, tried } from '../../support/world-tools.ts';

const world = { contracts: shop, world: {} };
const failed = { ...world, declared: { required: [{ tool: 'pay_back' }] } };
const both = [...did(1, 'book', { order: 7 }), ...did(2, 'ship', { order: 7 })];
const unbooks = (effect = 4, undoes = 1): readonly Body[] => did(effect, 'unbook', { order: 7 }, { undoes });
const unships = (effect = 3): readonly Body[] => did(effect, 'unship', { order: 7 }, { undoes: 2 });
const fails = tried(9, 'pay_back', { order: 7 }, 'permanent_error');
const no = said({ status: 'failed' });
const snapshot = (moment: 'first' | 'last', state: 0 | 1): Body => ({ kind: 'world-snapshot', moment, state: { state } });

export const specimens: Specimens = {
  breaks: {
    'nothing is taken back': episode([started, ...both, ...fails, no, ended], failed),
    'one of two': episode([started, ...both, ...fails, ...unships(), no, ended], failed),
    'the first one first': episode([started, ...both, ...fails, ...unbooks(3), ...did(4, 'unship', { order: 7 }, { undoes: 2 }), no, ended], failed),
    'one twice': episode([started, ...both, ...fails, ...unships(), ...unbooks(4), ...unbooks(5), no, ended], failed),
    'and something that was never done': episode(
      [started, ...did(1, 'book', { order: 7 }), ...fails, ...did(2, 'unship', { order: 7 }), ...unbooks(3), no, ended],
      failed,
    ),
    'by its own words alone': episode([started, ...both, ...fails, no, ended], world),
    'in a state of failure': episode(
      [started, ...both, ...fails, { kind: 'agent-reported', via: 'http', report: { type: 'state', to: 'FAILED' } }, said('x'), ended],
      world,
    ),
  },
  holds: {
    'in reverse': episode([started, ...both, ...fails, ...unships(), ...unbooks(), no, ended], failed),
    'the world is as it was': episode(
      [started, snapshot('first', 0), ...both, ...fails, ...unbooks(3), ...unships(4), no, snapshot('last', 0), ended],
      failed,
    ),
    'only what was done': episode([started, ...did(1, 'book', { order: 7 }), ...fails, ...unbooks(2), no, ended], failed),
  },
  silent: {
    'one of two requests failed, and whose effect it is is not known': episode(
      [
        started,
        ...both,
        { kind: 'agent-reported', via: 'http', report: { type: 'state', request: 'R-1', to: 'DONE' } },
        { kind: 'agent-reported', via: 'http', report: { type: 'state', request: 'R-2', to: 'FAILED' } },
        said('x'),
        ended,
      ],
      world,
    ),

    'no compensation': episode(usual),
    'one of two is taken back as a part of the work': episode([started, ...both, ...unships(), said('done'), ended], world),
    'nothing failed': episode([started, ...both, said('done'), ended], world),
    'it failed before anything was done': episode([started, ...fails, no, ended], failed),
    'all that was needed was done, whatever the words': episode([started, ...did(1, 'book', { order: 7 }), said('cancelled what remains'), ended], {
      ...world,
      declared: { required: [{ tool: 'book' }] },
    }),
  },
};
