import type { ReportOf } from '../../../src/domain/agent-report.ts';
import { ended, episode, reports, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';

const step = (status: 'pending' | 'success' | 'failed', members: Partial<ReportOf<'step'>> = {}): Body =>
  reports({ type: 'step', request_id: 'r1', step_id: '1', attempt: 1, status, input_hash: 'h1', ...members });
const restarted: Body = { kind: 'agent-restarted', run: 2, how: 'killed', text: 'killed' };

export const specimens: Specimens = {
  breaks: {
    'executed again': episode([
      started,
      step('pending'),
      step('success'),
      step('pending', { attempt: 2 }),
      step('success', { attempt: 2 }),
      said('x'),
      ended,
    ]),
    'executed again after a restart': episode([started, step('success'), restarted, step('pending', { attempt: 2 }), said('x'), ended]),
    'no input_hash': episode([started, step('success', { input_hash: '' }), said('x'), ended]),
    'no request_id': episode([started, step('success', { request_id: undefined as never }), said('x'), ended]),
    'every try is the first': episode([started, step('failed'), step('pending'), step('success'), said('x'), ended]),
  },
  holds: {
    'a success is used again': episode([started, step('pending'), step('success'), restarted, step('success', { reused: true }), said('x'), ended]),
    'a second try after a failure': episode([
      started,
      step('failed'),
      step('pending', { attempt: 2 }),
      step('success', { attempt: 2 }),
      said('x'),
      ended,
    ]),
    'the same step with another input': episode([started, step('success'), step('success', { input_hash: 'h2', attempt: 1 }), said('x'), ended]),
  },
  silent: { 'no records': episode(usual), 'no steps': episode([started, said('x'), ended]) },
};
