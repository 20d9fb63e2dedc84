import type { Behaviour } from '../behaviour.ts';
import { call, offers, say, tell, type Done } from '../situation.ts';

/** Checks all items at once, then reserves them one by one, and nothing at all if one is short. */
export const inventory: Behaviour = {
  name: 'inventory',
  recognises: (situation) => offers(situation, 'check_stock', 'reserve_item'),
  decide({ task, done }) {
    const wanted = [...task.matchAll(/(\d+)\s*[x×]\s*([A-Z]+-\d+)/g)].map(([, quantity, sku = '']) => ({ sku, quantity: Number(quantity) }));
    if (wanted.length === 0) return tell('Which items, and how many of each? For example: 2 × LAMP-7.');

    const about = (tool: string, sku: string): Done | undefined => done.findLast((step) => step.tool === tool && step.arguments['sku'] === sku);
    const unchecked = wanted.filter(({ sku }) => about('check_stock', sku) === undefined);
    if (unchecked.length > 0) return { calls: unchecked.map(({ sku }) => ({ name: 'check_stock', arguments: { sku } })) };

    const short = wanted.filter(({ sku, quantity }) => !(Number(about('check_stock', sku)?.result['available']) >= quantity));
    if (short.length > 0) {
      const reasons = short.map(({ sku, quantity }) => {
        const stock = about('check_stock', sku);
        return stock?.error === undefined ? `${sku}: ${quantity} wanted, ${say(stock?.result['available'])} available` : `${sku}: ${stock.error}`;
      });
      return tell(`I reserved nothing – not everything is there. ${reasons.join('; ')}.`);
    }

    for (const { sku, quantity } of wanted) {
      const reservation = about('reserve_item', sku);
      if (reservation === undefined) return call('reserve_item', { sku, quantity });
      if (reservation.error !== undefined) return tell(`I could not reserve ${quantity} × ${sku}: ${reservation.error}.`);
    }
    const lines = wanted.map(({ sku, quantity }) => {
      const { reservation_id: id, shelf } = about('reserve_item', sku)?.result ?? {};
      return `${quantity} × ${sku} as ${say(id)} from shelf ${say(shelf)}`;
    });
    return tell(`All reserved: ${lines.join(', ')}.`);
  },
};
