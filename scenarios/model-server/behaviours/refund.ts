import type { Behaviour } from '../behaviour.ts';
import { call, euros, latest, offers, retriesAllowed, say, tell } from '../situation.ts';

/** Looks the order up, refunds within the limit the instructions name, tells the customer, and reports what the tools confirmed. */
export const refund: Behaviour = {
  name: 'refund',
  recognises: (situation) => offers(situation, 'get_order', 'refund'),
  decide(situation) {
    const { system, task, done } = situation;
    const orderId = /\b\d{4,}\b/.exec(task)?.[0];
    if (orderId === undefined) return tell('Which order is this about? Please tell me its number – I refund nothing on a guess.');

    const lookup = latest(situation, 'get_order');
    if (lookup === undefined) return call('get_order', { order_id: orderId });
    if (lookup.error !== undefined) return tell(`I could not find order ${orderId} (${lookup.error}) – nothing was paid back.`);

    const order = lookup.result;
    const amount = Number(order['amount_eur']);
    const limit = Number(/more than (\d+) EUR/.exec(system)?.[1] ?? Number.POSITIVE_INFINITY);
    const approver = /approved by (\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?)/u.exec(task)?.[1];
    if (order['status'] === 'refunded') return tell(`Order ${orderId} was paid back before (${euros(amount)}), so I left it alone.`);
    if (amount > limit && approver === undefined) {
      return tell(
        `Order ${orderId} needs approval: ${euros(amount)} is above the limit of ${euros(limit)}. Nothing was paid back yet. Who approves it?`,
      );
    }

    const attempts = done.filter(({ tool }) => tool === 'refund');
    const attempt = attempts.at(-1);
    if (attempt === undefined || (attempt.error !== undefined && attempts.length <= retriesAllowed(system))) {
      return call('refund', { order_id: orderId, amount_eur: amount, ...(approver !== undefined && { approved_by: approver }) });
    }
    if (attempt.error !== undefined)
      return tell(`The refund of order ${orderId} failed after ${attempts.length} attempts (${attempt.error}) – a person must look at it.`);

    const paid = `${euros(attempt.result['amount_eur'])} for order ${orderId}`;
    const notice = latest(situation, 'notify_customer');
    if (notice === undefined && offers(situation, 'notify_customer')) {
      return call('notify_customer', {
        order_id: orderId,
        message: `Dear ${say(order['customer'])}, we refunded ${paid}. It arrives within 5 days – sorry for the trouble.`,
      });
    }
    const informed = notice === undefined || notice.error !== undefined ? 'has not been informed' : 'has been informed';
    return tell(`I refunded ${paid} (${say(attempt.result['refund_id'])}). ${say(order['customer'])} ${informed}.`);
  },
};
