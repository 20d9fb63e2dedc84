import type { ToolContract } from '../../../src/domain/contract.ts';
import { called, committed, ended, episode, gave, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';

const contracts: readonly ToolContract[] = [{ name: 'put', input: {}, effect: 'write', secondsMax: 2, errors: ['FULL'], idempotent: true }];
const world = { contracts, world: {} };
const answers = (outcome: Parameters<typeof gave>[2], members: Parameters<typeof gave>[3]): readonly Body[] => [
  started,
  called(1, 'put'),
  gave(1, 'put', outcome, members),
  said('x'),
  ended,
];
const puts = (call: number, after: number): readonly Body[] => [
  called(call, 'put'),
  committed(call, 'put', { toolCall: call, changes: [{ path: '/a', after }] }),
  gave(call, 'put'),
];

export const specimens: Specimens = {
  breaks: {
    'slower than promised': episode(answers('ok', { latencyMs: 2001 }), world),
    'an error that was not promised': episode(answers('permanent_error', { errorCode: 'EMPTY' }), world),
    'an error without a code': episode(answers('temporary_error', {}), world),
    'it threw': episode(answers('permanent_error', { errorCode: 'TOOL_FAILED', toolFault: 'it threw: x is not defined' }), world),
    'something more at the second call': episode([started, ...puts(1, 1), ...puts(2, 2), said('x'), ended], world),
  },
  holds: {
    'in time': episode(answers('ok', { latencyMs: 2000 }), world),
    'an error that was promised': episode(answers('temporary_error', { errorCode: 'FULL' }), world),
    'an error of the world': episode(answers('invalid_input', { errorCode: 'INVALID_ARGUMENTS' }), world),
    'nothing more at the second call': episode([started, ...puts(1, 1), ...puts(2, 1), said('x'), ended], world),
  },
  silent: {
    'no promise': episode(usual),
    'not called': episode(usual, world),
    'struck by a planned fault': episode(
      [
        started,
        called(1, 'put'),
        { kind: 'fault-fired', call: 0, toolCall: 1, fault: 0, name: 'slow', text: 'slow' },
        gave(1, 'put', 'ok', { latencyMs: 9000 }),
        said('x'),
        ended,
      ],
      world,
    ),
  },
};
