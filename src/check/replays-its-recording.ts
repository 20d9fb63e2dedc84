import { other, pass, type Check } from './check.ts';
import { historyOf } from './history.ts';

/** No false green: what was not recorded, and what nobody asked for, make the experiment invalid. */
export const replaysItsRecording: Check = {
  claim: 'replays-its-recording',
  from: 'S1.7',
  rule: 'Every request has a recording, every recording is asked for, every planned fault strikes; anything else makes the case invalid, never passed.',
  declaredAt: ['cassette'],
  check(episode) {
    const { of } = historyOf(episode);
    const missed = of('replay-missed').filter(({ code }) => code !== 'DIVERGED');
    const unused = of('recordings-unused').filter(({ severity }) => severity === 'error');
    const unfired = of('fault-unfired');
    const failures = of('failure');
    // What a miss leads to is no second reason: an agent that was refused an answer asks for nothing more.
    const leftOver = missed.length > 0 ? [] : unused;
    const reasons = [
      ...missed.map(
        (event) =>
          `request ${event.call} ${event.code === 'REPLAY_EXHAUSTED' ? 'is asked more often than it was recorded' : `has no recording${differenceOf(event.text)}`}`,
      ),
      ...leftOver.map(
        ({ exchanges }) =>
          `${exchanges.length} ${exchanges.length === 1 ? 'recording was' : 'recordings were'} never asked for: ${exchanges.slice(0, 5).join(', ')}${exchanges.length > 5 ? ', …' : ''}`,
      ),
      ...unfired.map((event) => `the planned fault ${event.fault + 1} (${event.name}) did not strike: ${event.text}`),
      ...failures.map((event) => `${event.code}: ${event.text.replace(/\.+$/, '')}`),
    ];
    const evidence = [...missed, ...unused, ...unfired, ...failures].map(({ seq }) => seq);
    if (reasons.length > 0) return other('invalid', `${capitalised(reasons.join('; '))}.`, evidence);
    const replayed = [...of('model-answer'), ...of('http-answer')].filter(({ origin }) => origin === 'replayed');
    return replayed.length === 0
      ? other('not-applicable', 'Nothing was replayed.')
      : pass(
          `${replayed.length} ${replayed.length === 1 ? 'exchange' : 'exchanges'} replayed, none left over.`,
          replayed.map(({ seq }) => seq),
        );
  },
};

/** `; it differs in: system prompt`, from the explanation of a miss. */
function differenceOf(explanation: string): string {
  const differs = / — differs in: (.+)$/m.exec(explanation)?.[1];
  return differs === undefined ? '' : `; the nearest differs in: ${differs}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
