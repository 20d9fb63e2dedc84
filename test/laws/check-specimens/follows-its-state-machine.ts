import { ended, episode, reports, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';

const stateMachine = {
  initial: 'COLLECT',
  terminal: ['DONE', 'FAILED'],
  transitions: [
    { from: 'COLLECT', to: 'RISK_CHECK' },
    { from: 'RISK_CHECK', to: 'SIGNING', on: 'approved' },
    { from: 'SIGNING', to: 'DONE' },
    { from: 'RISK_CHECK', to: 'FAILED' },
  ],
};
const declared = { declared: { stateMachine } };
const to = (state: string, from?: string, on?: string): Body =>
  reports({ type: 'state', to: state, ...(from === undefined ? {} : { from }), ...(on === undefined ? {} : { on }) });
const restarted: Body = { kind: 'agent-restarted', run: 2, how: 'killed', text: 'killed' };

export const specimens: Specimens = {
  breaks: {
    'a jump': episode([started, to('COLLECT'), to('SIGNING'), said('done'), ended], declared),
    'another beginning': episode([started, to('RISK_CHECK'), said('done'), ended], declared),
    'a transition from where it is not': episode([started, to('RISK_CHECK', 'COLLECT'), to('DONE', 'SIGNING'), said('done'), ended], declared),
    'the wrong event': episode([started, to('COLLECT'), to('RISK_CHECK'), to('SIGNING', 'RISK_CHECK', 'timeout'), said('done'), ended], declared),
    'on after the end': episode([started, to('COLLECT'), to('RISK_CHECK'), to('FAILED'), to('RISK_CHECK'), said('done'), ended], declared),
    'a state again without a restart': episode([started, to('COLLECT'), to('RISK_CHECK'), to('RISK_CHECK'), said('done'), ended], declared),
    'from the start again after a restart': episode(
      [started, to('COLLECT'), to('RISK_CHECK'), restarted, to('COLLECT'), said('done'), ended],
      declared,
    ),
  },
  holds: {
    'step by step': episode(
      [started, to('COLLECT'), to('RISK_CHECK'), to('SIGNING', 'RISK_CHECK', 'approved'), to('DONE'), said('done'), ended],
      declared,
    ),
    'by transitions alone': episode([started, to('RISK_CHECK', 'COLLECT'), to('FAILED', 'RISK_CHECK'), said('failed'), ended], declared),
    'resumed after a restart': episode(
      [started, to('COLLECT'), to('RISK_CHECK'), restarted, to('RISK_CHECK'), to('FAILED'), said('failed'), ended],
      declared,
    ),
    'two requests side by side': episode(
      [
        started,
        reports({ type: 'state', request: 'a', to: 'COLLECT' }),
        reports({ type: 'state', request: 'b', to: 'COLLECT' }),
        reports({ type: 'state', request: 'a', to: 'RISK_CHECK' }),
        said('x'),
        ended,
      ],
      declared,
    ),
  },
  silent: {
    'no machine': episode([started, to('X'), ended]),
    'no states': episode(usual, declared),
    'only the first state': episode([started, to('COLLECT'), ended], declared),
  },
};
