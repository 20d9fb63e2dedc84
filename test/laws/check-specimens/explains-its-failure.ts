import { ended, episode, reports, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';
import { shop, tried } from '../../support/world-tools.ts';

const world = { contracts: shop, world: {}, declared: { required: [{ tool: 'pay_back' }] } };
const fails = tried(1, 'pay_back', { order: 7 }, 'permanent_error');
const failed: Body = { kind: 'episode-ended', how: 'failed', text: 'exit code 1' };

export const specimens: Specimens = {
  breaks: {
    'no reason': episode([started, ...fails, said('I tried pay_back. Please contact support.'), ended], world),
    'nothing next': episode([started, ...fails, said('I tried pay_back; error ORDER_CLOSED.'), ended], world),
    'a shrug': episode([started, ...fails, said('Sorry.'), ended], world),
    silence: episode([started, ...fails, failed], world),
    'by its state': episode([started, reports({ type: 'state', to: 'FAILED' }), said('Sorry.'), ended]),
    'by its own word': episode([started, said({ status: 'failed' }), ended]),
  },
  holds: {
    'all three': episode([started, ...fails, said('I tried pay_back once. It was refused with ORDER_CLOSED. Please contact support.'), ended], world),
    'as JSON': episode(
      [started, ...fails, said({ status: 'failed', tried: ['pay_back'], reason: 'ORDER_CLOSED', next: 'a person takes over' }), ended],
      world,
    ),
    'in Russian': episode([started, said('Не удалось: пытался вернуть деньги, причина — заказ закрыт. Дальше займётся оператор.'), ended]),
    'on stderr': episode(
      [
        started,
        ...fails,
        { kind: 'agent-output', stream: 'stderr', text: 'tried pay_back: error ORDER_CLOSED; will be retried by a person' },
        failed,
      ],
      world,
    ),
  },
  silent: {
    'a plain no is no failure': episode([started, said('No, order 7 was not shipped yet.'), ended]),
    'handed to a person': episode([started, said({ status: 'escalated' }), ended]),
    'nothing failed': episode(usual),
  },
};
