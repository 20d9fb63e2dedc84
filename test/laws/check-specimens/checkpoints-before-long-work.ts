import type { ToolContract } from '../../../src/domain/contract.ts';
import { called, committed, ended, episode, gave, reports, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';
import { did } from '../../support/world-tools.ts';

const contracts: readonly ToolContract[] = [{ name: 'deploy', input: {}, long: true }];
const world = { contracts, world: {} };
const checkpoint: Body = reports({ type: 'checkpoint', name: 'before' });
const deploys = (call: number, args = {}): readonly Body[] => [called(call, 'deploy', args), gave(call, 'deploy')];
const speaks: Body = reports({ type: 'log', level: 'info', message: 'hello' });

export const specimens: Specimens = {
  breaks: {
    none: episode([started, speaks, ...deploys(1), said('done'), ended], world),
    'after it': episode([started, ...deploys(1), checkpoint, said('done'), ended], world),
    'one for two': episode([started, checkpoint, ...deploys(1), ...deploys(2, { to: 'b' }), said('done'), ended], world),
    'older than an effect': episode([started, checkpoint, ...did(1, 'book', { order: 7 }), ...deploys(2), said('done'), ended], world),
  },
  holds: {
    'one before each': episode([started, checkpoint, ...deploys(1), checkpoint, ...deploys(2, { to: 'b' }), said('done'), ended], world),
    'a retry needs none, though the first try had its effect': episode(
      [
        started,
        checkpoint,
        called(1, 'deploy'),
        committed(1, 'deploy', { toolCall: 1 }),
        gave(1, 'deploy', 'unknown'),
        ...deploys(2),
        said('done'),
        ended,
      ],
      world,
    ),
    'a retry needs none': episode(
      [started, checkpoint, called(1, 'deploy'), gave(1, 'deploy', 'temporary_error'), ...deploys(2), said('done'), ended],
      world,
    ),
  },
  silent: {
    'nothing long': episode(usual),
    'not called': episode(usual, world),
    'it says nothing at all': episode([started, ...deploys(1), said('done'), ended], world),
  },
};
