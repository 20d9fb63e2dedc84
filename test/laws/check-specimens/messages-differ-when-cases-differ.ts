import { ended, episode, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';
import { did, shop } from '../../support/world-tools.ts';

const world = { contracts: shop, world: {} };
const letters = (...texts: readonly string[]): readonly Body[] =>
  texts.flatMap((text, index) => did(index + 1, 'send_letter', { to: `p${index}@x.example`, text }));

export const specimens: Specimens = {
  breaks: {
    'three of four are the same': episode(
      [started, ...letters('We look into it.', 'we look  into it.', 'We look into it.', 'Your order is lost.'), said('done'), ended],
      world,
    ),
    'the same but for the recipient': episode([started, ...letters('Dear p0, sorry.', 'Dear p1, sorry.'), said('done'), ended], world),
    'more than the case allows': episode([started, ...letters('a', 'a', 'b', 'c'), said('done'), ended], {
      ...world,
      settings: { 'messages-differ-when-cases-differ': { shareMax: 0.4 } },
    }),
  },
  holds: {
    'all differ': episode([started, ...letters('Your order is lost.', 'Your money is back.'), said('done'), ended], world),
    'half of them': episode([started, ...letters('a', 'a', 'b', 'c'), said('done'), ended], world),
  },
  silent: {
    'no messages': episode(usual),
    'one message': episode([started, ...letters('a'), said('done'), ended], world),
    'none sent': episode(usual, world),
  },
};
