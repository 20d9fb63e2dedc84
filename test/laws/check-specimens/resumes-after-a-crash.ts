import { answered, asked, ended, episode, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';
import { did, shop } from '../../support/world-tools.ts';

const restarted: Body = { kind: 'agent-restarted', run: 2, how: 'killed', text: 'killed' };
const clean: readonly Body[] = [
  started,
  asked(1),
  answered(1),
  ...did(1, 'pay_back', { order: 7 }),
  ...did(2, 'ship', { order: 7 }),
  said('done'),
  ended,
];
const plan = { after: 'tool-answered', occurrence: 1, how: 'kill' } as const;
const members = { contracts: shop, world: { restart: plan }, reference: clean };

export const specimens: Specimens = {
  breaks: {
    'paid back twice': episode(
      [
        started,
        ...did(1, 'pay_back', { order: 7 }),
        restarted,
        ...did(2, 'pay_back', { order: 7 }),
        ...did(3, 'ship', { order: 7 }),
        said('done'),
        ended,
      ],
      members,
    ),
    'not shipped': episode([started, ...did(1, 'pay_back', { order: 7 }), restarted, said('done'), ended], members),
    'another amount': episode(
      [
        started,
        ...did(1, 'pay_back', { order: 7, amount: 80 }),
        restarted,
        ...did(2, 'ship', { order: 7, parcels: 2, weight: 1, carrier: 'a' }),
        said('done'),
        ended,
      ],
      {
        ...members,
        reference: [
          started,
          ...did(1, 'pay_back', { order: 7, amount: 80 }),
          ...did(2, 'ship', { order: 7, parcels: 1, weight: 1, carrier: 'b' }),
          said('done'),
          ended,
        ],
      },
    ),
    'another order': episode(
      [started, ...did(1, 'pay_back', { order: 7 }), restarted, ...did(2, 'ship', { order: 8 }), said('done'), ended],
      members,
    ),
    'the model is paid again': episode(
      [
        started,
        asked(1),
        answered(1),
        ...did(1, 'pay_back', { order: 7 }),
        restarted,
        asked(2, { attempt: 2 }),
        answered(2),
        ...did(2, 'ship', { order: 7 }),
        said('done'),
        ended,
      ],
      members,
    ),
  },
  holds: {
    'the same effects': episode(
      [started, asked(1), answered(1), ...did(1, 'pay_back', { order: 7 }), restarted, ...did(2, 'ship', { order: 7 }), said('done'), ended],
      members,
    ),
    'worded differently, with another key': episode(
      [
        started,
        ...did(1, 'pay_back', { order: 7 }),
        restarted,
        ...did(2, 'send_letter', { to: 'a', text: 'Hello', request: '2' }),
        said('done'),
        ended,
      ],
      {
        ...members,
        reference: [
          started,
          ...did(1, 'pay_back', { order: 7 }),
          ...did(2, 'send_letter', { to: 'a', text: 'Good day', request: '1' }),
          said('done'),
          ended,
        ],
      },
    ),
    'killed before it could use the answer': episode(
      [
        started,
        asked(1),
        answered(1),
        restarted,
        asked(2, { attempt: 2 }),
        answered(2),
        ...did(1, 'pay_back', { order: 7 }),
        ...did(2, 'ship', { order: 7 }),
        said('done'),
        ended,
      ],
      members,
    ),
  },
  spoils: { 'it was never restarted': episode(usual, members) },
  silent: {
    'no restart': episode(usual),
    'nothing to compare with': episode([started, restarted, said('done'), ended], { world: { restart: plan } }),
  },
};
