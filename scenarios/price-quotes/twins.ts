// The same agent with one part broken.
import { quote, soundParts } from './agent.ts';

/** It has never heard that a tool may fail. */
export const diesOfABrokenTool = (article: string): Promise<unknown> =>
  quote(article, {
    ...soundParts,
    unpriced(_article, { message }) {
      throw new Error(message);
    },
  });

/** It writes a number as people write it. */
export const writesPricesAsText = (article: string): Promise<unknown> =>
  quote(article, { ...soundParts, amountOf: ({ data }) => `${String(data['price_eur'])} EUR` });
