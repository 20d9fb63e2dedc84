import type { ScriptedModel } from '../../../../src/domain/scripted-model.ts';

/** Looks the order up, refunds what was paid, and says so. */
const model: ScriptedModel = ({ task, results }) => {
  const { order_id } = JSON.parse(task) as { readonly order_id: string };
  const order = results.find(({ name }) => name === 'get_order');
  if (order === undefined) return { calls: [{ name: 'get_order', arguments: { order_id } }] };
  if (!results.some(({ name }) => name === 'refund')) {
    const { paid } = JSON.parse(order.text) as { readonly paid?: number };
    return paid === undefined ? { text: 'I could not find the order.' } : { calls: [{ name: 'refund', arguments: { order_id, amount: paid } }] };
  }
  return { text: 'I refunded it.' };
};

export default model;
