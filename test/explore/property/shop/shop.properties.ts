import { property, relation, same, withField, type Property, type Relation } from '../../../../src/properties.ts';

export const neverTooMuch: Property = property('never refunds more than was paid', ({ effects }) => {
  const paid: Readonly<Record<string, number>> = { 'O-1': 80, 'O-2': 20 };
  const tooMuch = effects.find(({ tool, arguments: { order_id, amount } }) => tool === 'refund' && amount > (paid[order_id] ?? 0));
  return tooMuch === undefined ? true : `event ${tooMuch.event} refunds ${tooMuch.arguments['amount']} €`;
});

export const weather: Relation = relation('the weather changes nothing', {
  change: withField('weather', 'rain'),
  holds: same('what was refunded', ({ effects }) => effects.map(({ arguments: args }) => args)),
});
