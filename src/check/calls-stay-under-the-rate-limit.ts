import { other, pass, settingOf, type Check } from './check.ts';
import { historyOf } from './history.ts';
import { refuted } from './refuted.ts';
import { listed } from './sentence.ts';
import type { ToolCall } from './tool-calls.ts';

/** Twenty searches in a minute, and the account is banned. */
export const callsStayUnderTheRateLimit: Check = {
  claim: 'calls-stay-under-the-rate-limit',
  from: 'S2.2 S2.6',
  rule: 'In no stretch of time is a tool called more often than the `rateLimit` of its contract allows (10 calls in 60 s where it declares none).',
  declaredAt: ['tools'],
  settings: {
    calls: { default: 10, description: 'Calls of a tool without a `rateLimit` of its own.' },
    seconds: { default: 60, description: 'The stretch of time, in seconds, that slides over them.' },
  },
  check(episode) {
    const { calls } = historyOf(episode);
    if (calls.length === 0) return other('unobserved', 'No tool was called.');
    const usual = {
      calls: settingOf(callsStayUnderTheRateLimit, episode, 'calls'),
      seconds: settingOf(callsStayUnderTheRateLimit, episode, 'seconds'),
    };
    const densest = [...Map.groupBy(calls, ({ tool }) => tool)].map(([tool, own]) => {
      const limit = own[0]!.contract?.rateLimit ?? usual;
      return { tool, limit, window: densestWindow(own, limit.seconds * 1000) };
    });
    const over = densest.filter(({ limit, window }) => window.length > limit.calls);
    if (over.length > 0) {
      return refuted(
        over.map(({ tool, limit, window }) => ({
          text: `${tool} was called ${window.length} times within ${(window.at(-1)!.atMs - window[0]!.atMs) / 1000} s, limit ${limit.calls} in ${limit.seconds} s`,
          seqs: window.map(({ seq }) => seq),
        })),
      );
    }
    const text = `${listed(densest.map(({ tool, limit, window }) => `${tool} at most ${window.length} of ${limit.calls} in ${limit.seconds} s`))}.`;
    const evidence = densest.flatMap(({ window }) => window.map(({ seq }) => seq));
    return densest.some(({ window }) => window.length > 1)
      ? pass(text, evidence)
      : other('unobserved', `No tool was called twice within its time: ${text}`, evidence);
  },
};

/** The most calls that lie within a time that slides over them; the end of the time is outside. */
function densestWindow(calls: readonly ToolCall[], windowMs: number): readonly ToolCall[] {
  let [from, best, length] = [0, 0, 0];
  for (const [index, { atMs }] of calls.entries()) {
    while (atMs - calls[from]!.atMs >= windowMs) from++;
    if (index - from + 1 > length) [best, length] = [from, index - from + 1];
  }
  return calls.slice(best, best + length);
}
