import { episodeCostUsd } from '../../check/index.ts';
import type { ChaosCell } from '../../domain/chaos.ts';
import type { Episode } from '../../domain/episode.ts';
import { eventsOf } from '../../domain/event.ts';

/** What an episode took. */
export type Cost = ChaosCell['extra'];

export function costOf(episode: Episode): Cost {
  const answers = eventsOf(episode.events, 'model-answer');
  const usd = answers.length === 0 ? 0 : episodeCostUsd(episode);
  return {
    modelCalls: eventsOf(episode.events, 'model-request').length,
    toolCalls: eventsOf(episode.events, 'tool-called').length,
    tokens: answers.reduce((sum, { usage }) => sum + (usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0), 0),
    ...(usd === undefined ? {} : { usd }),
  };
}

/** What it took over the undisturbed run; less where it gave up early. */
export function extraCost(cost: Cost, undisturbed: Cost): Cost {
  return {
    modelCalls: cost.modelCalls - undisturbed.modelCalls,
    toolCalls: cost.toolCalls - undisturbed.toolCalls,
    tokens: cost.tokens - undisturbed.tokens,
    ...(cost.usd === undefined || undisturbed.usd === undefined ? {} : { usd: roundUsd(cost.usd - undisturbed.usd) }),
  };
}

/** Sums of floats in another order differ in their last digits. */
export function roundUsd(usd: number): number {
  return Math.round(usd * 1e9) / 1e9;
}
