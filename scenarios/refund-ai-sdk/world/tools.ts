// The shop of the refund agent, simulated: the same answers as its own tools, over the state of the world.

interface Order {
  readonly customer: string;
  readonly email: string;
  readonly amount_eur: number;
  readonly item: string;
  status: 'delivered' | 'refunded';
}

interface Arguments {
  readonly order_id: string;
  readonly amount_eur: number;
  readonly approved_by?: string;
  readonly message: string;
}

interface World {
  readonly state: { readonly orders: Readonly<Record<string, Order>>; readonly mails: string[] };
}

const refused = (code: string, message: string): object => ({ status: 'permanent_error', error_code: code, error_message: message });

export const tools = {
  get_order({ order_id }: Arguments, { state }: World): object {
    const order = state.orders[order_id];
    if (order === undefined) return refused('UNKNOWN_ORDER', `there is no order ${order_id}`);
    return { order_id, customer: order.customer, email: order.email, item: order.item, amount_eur: order.amount_eur, status: order.status };
  },

  refund({ order_id, amount_eur, approved_by }: Arguments, { state }: World): object {
    const order = state.orders[order_id];
    if (order === undefined) return refused('UNKNOWN_ORDER', `there is no order ${order_id}`);
    order.status = 'refunded';
    return { refund_id: `RF-${order_id}`, order_id, amount_eur, ...(approved_by === undefined ? {} : { approved_by }) };
  },

  notify_customer({ order_id, message }: Arguments, { state }: World): object {
    state.mails.push(`${order_id}: ${message}`);
    return { sent: true, order_id, characters: message.length };
  },
};
