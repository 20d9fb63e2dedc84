// What a quote owes who gets it, besides what every agent owes. No claim names it: it is about where a price comes from.
import { property, type Property } from '../src/properties.ts';

/** Whatever the price list said, it was said in this session and of this article. */
export const pricesFromTheList: Property = property('a quote has a price that the list gave for it', ({ effects, calls }) => {
  const made = effects.find(
    ({ tool, arguments: { article, price_eur } }) =>
      tool === 'send_quote' &&
      !calls.some(
        ({ tool: asked, arguments: about, result }) => asked === 'get_price' && about['article'] === article && result?.price_eur === price_eur,
      ),
  );
  return made === undefined || `the list never gave ${made.arguments['price_eur']} for ${made.arguments['article']}`;
});
