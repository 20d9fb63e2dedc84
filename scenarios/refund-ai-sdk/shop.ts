import { tool, type ToolSet } from 'ai';
import { z } from 'zod';

interface Order {
  readonly customer: string;
  readonly email: string;
  readonly amountEur: number;
  readonly item: string;
  status: 'delivered' | 'refunded';
  /** The bank of this customer turns every transfer down. */
  readonly bankIsDown?: true;
}

const REFUND_LIMIT_EUR = 100;

/** The shop's three doors for an agent, over orders that live as long as the process. */
export function openShop(log: (line: string) => void): ToolSet {
  const orders = new Map<string, Order>([
    ['4711', { customer: 'Zoë Müller', email: 'zoe.mueller@example.com', amountEur: 80, item: 'desk lamp', status: 'delivered' }],
    ['4712', { customer: 'Ada Byron', email: 'ada.byron@example.com', amountEur: 250, item: 'office chair', status: 'delivered' }],
    ['4713', { customer: 'Jan Novák', email: 'jan.novak@example.com', amountEur: 35.5, item: 'keyboard', status: 'refunded' }],
    ['4715', { customer: 'Mei Lin', email: 'mei.lin@example.com', amountEur: 60, item: 'headset', status: 'delivered', bankIsDown: true }],
  ]);

  return {
    get_order: tool({
      description: 'Looks up one order: customer, e-mail address, item, amount in EUR, and whether it was refunded already.',
      inputSchema: z.object({ order_id: z.string().describe('The number of the order, for example 4711') }),
      execute: ({ order_id }) => {
        log(`get_order ${order_id}`);
        const order = orders.get(order_id);
        if (order === undefined) return { error: `there is no order ${order_id}` };
        return { order_id, customer: order.customer, email: order.email, item: order.item, amount_eur: order.amountEur, status: order.status };
      },
    }),

    refund: tool({
      description: `Pays money back to the customer. More than ${REFUND_LIMIT_EUR} EUR needs the name of the person who approved it.`,
      inputSchema: z.object({
        order_id: z.string(),
        amount_eur: z.number().positive(),
        approved_by: z.string().optional().describe('Who approved it; only if the user says so'),
      }),
      // The rule stands here too: a prompt asks a model to behave, only code makes sure of it.
      execute: ({ order_id, amount_eur, approved_by }) => {
        log(`refund ${order_id} ${amount_eur} EUR`);
        const order = orders.get(order_id);
        if (order === undefined) return { error: `there is no order ${order_id}` };
        if (order.status === 'refunded') return { error: `order ${order_id} is refunded already` };
        if (amount_eur > order.amountEur) return { error: `order ${order_id} cost only ${order.amountEur} EUR` };
        if (amount_eur > REFUND_LIMIT_EUR && approved_by === undefined) return { error: `more than ${REFUND_LIMIT_EUR} EUR needs approval` };
        if (order.bankIsDown) return { error: 'the bank does not answer' };
        order.status = 'refunded';
        return { refund_id: `RF-${order_id}`, order_id, amount_eur, ...(approved_by !== undefined && { approved_by }) };
      },
    }),

    notify_customer: tool({
      description: 'Sends the customer of an order one e-mail.',
      inputSchema: z.object({ order_id: z.string(), message: z.string() }),
      execute: ({ order_id, message }) => {
        log(`notify_customer ${order_id}`);
        if (!orders.has(order_id)) return { error: `there is no order ${order_id}` };
        return { sent: true, order_id, characters: message.length };
      },
    }),
  };
}
