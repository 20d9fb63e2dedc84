// The quoting of prices with a bug that no claim names: the property in `price-quotes.properties.ts` finds it.
import { callTool } from '../reference/tools.ts';
import { quote, soundParts } from './agent.ts';

/** It has a price from last year at hand, for when the list asks for patience. */
export const quotesLastYearsPrice = (article: string): Promise<unknown> =>
  quote(article, {
    ...soundParts,
    async price(name) {
      const reply = await callTool('get_price', { article: name });
      return reply.status === 'temporary_error' ? { status: 'success', data: { price_eur: 99 } } : soundParts.price(name);
    },
  });
