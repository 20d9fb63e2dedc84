import { eventsOf, type EventOf } from '../domain/event.ts';
import type { Episode } from '../domain/episode.ts';
import { costUsd } from '../domain/price.ts';
import { fail, other, pass, type Check } from './check.ts';
import { historyOf } from './history.ts';

interface Count {
  readonly name: string;
  readonly counted: number | undefined;
  readonly limit: number;
}

/** Bounds on steps, time, tokens, calls and cost, each counted from events. */
export const terminatesWithinBudget: Check = {
  claim: 'terminates-within-budget',
  from: 'S1.9 S2.4 S3.1 S4.1',
  rule: 'Steps, wall time, model calls, tool calls, tokens and cost stay within the limits of the case (20 steps and 60 s where it declares none).',
  declaredAt: ['limits'],
  check(episode) {
    const history = historyOf(episode);
    const requests = history.of('model-request');
    const { ended } = history;
    if (ended === undefined) return other('unknown', 'The history has no end.');
    const counts = countsOf(episode, requests, ended.atMs / 1000);
    const over = counts.filter(({ counted, limit }) => counted !== undefined && counted > limit);
    const unknown = counts.filter(({ counted }) => counted === undefined);
    const evidence = [...requests.map(({ seq }) => seq), ended.seq];
    if (ended.how === 'timed-out')
      return fail(`It did not end within ${episode.limits.seconds} s and was ended.`, evidence, { expected: { seconds: episode.limits.seconds } });
    if (ended.how === 'stuck') return fail(`It would never have ended: ${ended.text ?? 'it waits for what cannot happen'}.`, evidence);
    if (over.length > 0) {
      return fail(`${over.map(({ name, counted, limit }) => `${counted} ${name}, limit ${limit}`).join('; ')}.`, evidence, {
        expected: Object.fromEntries(over.map(({ name, limit }) => [name, limit])),
        actual: Object.fromEntries(over.map(({ name, counted }) => [name, counted!])),
      });
    }
    if (unknown.length > 0)
      return other(
        'unobserved',
        `${unknown.map(({ name }) => name).join(', ')}: a limit is set, but the amount is not known (no usage in the answers, or no price for the model).`,
        evidence,
      );
    const shown = counts.map(({ name, counted, limit }) => `${rounded(counted!)} of ${limit} ${name}`);
    return pass(`${shown.join(', ')}.`, evidence);
  },
};

/** What has a limit, counted; nothing is counted in vain. */
function countsOf(episode: Episode, requests: readonly EventOf<'model-request'>[], seconds: number): readonly Count[] {
  const { limits } = episode;
  const executed = historyOf(episode).calls;
  const counts: Count[] = [];
  const count = (name: string, limit: number | undefined, counted: () => number | undefined): void => {
    if (limit !== undefined) counts.push({ name, limit, counted: counted() });
  };
  count('steps', limits.steps, () => requests.filter(({ attempt }) => attempt === 1).length);
  count('seconds', limits.seconds, () => Math.round(seconds * 1000) / 1000);
  count('model calls', limits.modelCalls, () => requests.length);
  count('tool calls', limits.toolCalls, () => executed.length);
  for (const [name, limit] of Object.entries(limits.toolCallsEach ?? {}))
    count(`calls of ${name}`, limit, () => executed.filter(({ tool }) => tool === name).length);
  count('tokens', limits.tokens, () => tokensOf(episode));
  count('US dollars', limits.usd, () => episodeCostUsd(episode));
  return counts;
}

function rounded(count: number): number {
  return Math.round(count * 1e4) / 1e4;
}

/** Tokens of all answers; undefined where a complete answer came without usage. */
export function tokensOf({ events }: Pick<Episode, 'events'>): number | undefined {
  let tokens = 0;
  for (const { usage, error } of eventsOf(events, 'model-answer')) {
    if (error !== undefined) continue;
    if (usage === undefined) return undefined;
    tokens += (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0);
  }
  return tokens;
}

/** Cost of all answers in US dollars; undefined where the price of a model, or the usage of an answer, is unknown. */
export function episodeCostUsd({ events, prices }: Pick<Episode, 'events' | 'prices'>): number | undefined {
  const models = new Map(eventsOf(events, 'model-request').map(({ call, model }) => [call, model]));
  let usd = 0;
  for (const { call, usage, error } of eventsOf(events, 'model-answer')) {
    if (error !== undefined) continue;
    const cost = costUsd(prices, models.get(call) ?? '', usage);
    if (cost === undefined) return undefined;
    usd += cost;
  }
  return usd;
}
