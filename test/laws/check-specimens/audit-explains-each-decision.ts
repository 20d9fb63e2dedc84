import type { ReportOf } from '../../../src/domain/agent-report.ts';
import { called, ended, episode, gave, reports, said, started, usual, used, type Body, type Specimens } from '../../support/episodes.ts';

const line = (members: Partial<ReportOf<'audit'>> = {}): Body =>
  reports({
    type: 'audit',
    reasoning: 'the order is open',
    considered_tools: ['refund', 'get_order'],
    chosen_tool: 'refund',
    confidence: 0.9,
    params: { order: 7 },
    result: { status: 'success' },
    cost_usd: 0.01,
    ...members,
  });
const calls = [called(1, 'refund', { order: 7, request: 'k' }), gave(1, 'refund')];
const run = (...bodies: readonly Body[]): ReturnType<typeof episode> => episode([started, ...calls, ...bodies, said('x'), ended], { world: {} });

export const specimens: Specimens = {
  breaks: {
    'no reasoning': run(line({ reasoning: '' })),
    'nothing considered': run(line({ considered_tools: [] })),
    'no confidence': run(line({ confidence: undefined as never })),
    'no cost': run(line({ cost_usd: undefined as never })),
    'no result': run(line({ result: undefined as never })),
    'other arguments': run(line({ params: { order: 8 } })),
    'one of two calls': episode([started, ...calls, called(2, 'refund', { order: 8 }), gave(2, 'refund'), line(), said('x'), ended], { world: {} }),
    'a call that never happened': run(line(), line({ chosen_tool: 'mail', params: {} })),
  },
  holds: {
    everything: run(line()),
    'a retry is the same decision': episode([started, calls[0]!, gave(1, 'refund', 'temporary_error'), ...calls, line(), said('x'), ended], {
      world: {},
    }),
    'without a world': episode([started, used(1, 'refund', { order: 7 }), line(), said('x'), ended]),
  },
  silent: { 'no calls': episode(usual), 'no audit log': run() },
};
