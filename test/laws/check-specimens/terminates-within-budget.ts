import { tried } from '../../support/world-tools.ts';
import { answered, asked, ended, episode, given, said, started, used, usual, type Body, type Specimens } from '../../support/episodes.ts';

export const specimens: Specimens = {
  breaks: {
    'too many tools in a world, told to no model': episode([started, ...tried(1, 'a'), ...tried(2, 'a'), ended], {
      world: {},
      limits: { toolCallsEach: { a: 1 } },
    }),
    'too many steps': episode([started, ...[1, 2, 3].flatMap((call) => [asked(call), answered(call)]), said('x'), ended], { limits: { steps: 2 } }),
    'too long': episode([started, given, { kind: 'episode-ended', how: 'timed-out' }]),
    'too many calls': episode([started, asked(1), answered(1), asked(2, { attempt: 2 }), answered(2), ended], { limits: { modelCalls: 1 } }),
    'too many tools': episode([started, used(1, 'a'), used(1, 'b'), ended], { limits: { toolCalls: 1 } }),
    'one tool too often': episode([started, used(1, 'a'), used(1, 'a'), ended], { limits: { toolCallsEach: { a: 1 } } }),
    'too many tokens': episode(usual, { limits: { tokens: 109 } }),
    'too dear': episode(usual, { limits: { usd: 0.0003 } }),
  },
  holds: {
    'within all limits': episode(usual, { limits: { steps: 1, modelCalls: 1, toolCalls: 0, tokens: 110, seconds: 1, usd: 0.0004 } }),
    'a retry is no step': episode([started, asked(1), answered(1), asked(2, { attempt: 2 }), answered(2), ended], { limits: { steps: 1 } }),
  },
  silent: {
    'a limit in tokens without usage': episode(
      [started, asked(1), answered(1, { usage: undefined as never }), ended].map((body) => JSON.parse(JSON.stringify(body)) as Body),
      { limits: { tokens: 5 } },
    ),
    'a limit in dollars for a model without a price': episode([started, asked(1, { model: 'unheard-of' }), answered(1), ended], {
      limits: { usd: 5 },
    }),
  },
};
