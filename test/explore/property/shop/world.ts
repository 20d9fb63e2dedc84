import type { ToolHandlers } from '../../../../src/world/handlers.ts';

export const tools: ToolHandlers = {
  get_order({ order_id }, { state }) {
    const order = state.orders[order_id];
    return order === undefined ? { status: 'permanent_error', error_code: 'UNKNOWN_ORDER' } : { status: 'success', paid: order.paid };
  },
  refund({ order_id, amount }, { state }) {
    const order = state.orders[order_id];
    if (order === undefined) return { status: 'permanent_error', error_code: 'UNKNOWN_ORDER' };
    order.refunded = (order.refunded ?? 0) + amount;
    return { status: 'success' };
  },
};
