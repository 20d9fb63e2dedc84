import type { Usage } from './chat.ts';

/** Prices of one model, in US dollars per million tokens. */
export interface ModelPrice {
  /** The model's name, or a beginning of it that ends in `*`. */
  readonly model: string;
  readonly inputUsdPerMillion: number;
  readonly outputUsdPerMillion: number;
  /** Input tokens that the provider had cached; as `input` if absent. */
  readonly cachedInputUsdPerMillion?: number;
}

/** A dated list of prices (`schema/prices.json`). */
export interface PriceList {
  /** The day on which the prices were looked up, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly models: readonly ModelPrice[];
}

/** US dollars of one call; undefined where the model's price or the usage is unknown: unknown is never zero. */
export function costUsd(prices: PriceList, model: string, usage: Usage | undefined): number | undefined {
  const price = priceOf(prices, model);
  if (price === undefined || usage?.inputTokens === undefined) return undefined;
  const cached = Math.min(usage.cachedInputTokens ?? 0, usage.inputTokens);
  const input = (usage.inputTokens - cached) * price.inputUsdPerMillion + cached * (price.cachedInputUsdPerMillion ?? price.inputUsdPerMillion);
  return (input + (usage.outputTokens ?? 0) * price.outputUsdPerMillion) / 1e6;
}

/** The longest matching entry. */
function priceOf(prices: PriceList, model: string): ModelPrice | undefined {
  const matches = ({ model: pattern }: ModelPrice): boolean => (pattern.endsWith('*') ? model.startsWith(pattern.slice(0, -1)) : model === pattern);
  return prices.models.filter(matches).toSorted((a, b) => b.model.length - a.model.length)[0];
}
