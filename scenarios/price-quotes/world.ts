// A price list and a letter box. The state says how the price list is broken, if it is.

interface World {
  readonly state: { readonly prices: Readonly<Record<string, number>>; readonly listIs: 'whole' | 'torn' | 'dead'; quotes: number };
  sleep(ms: number): Promise<void>;
}

export const tools = {
  async get_price({ article }: { readonly article: string }, { state, sleep }: World): Promise<object> {
    if (state.listIs === 'dead') await sleep(3_600_000);
    return { status: 'success', price_eur: state.listIs === 'torn' ? 'on request' : state.prices[article] };
  },

  send_quote({ article }: { readonly article: string }, { state }: World): object {
    state.quotes++;
    return { status: 'success', quote: `Q-${article}` };
  },
};
