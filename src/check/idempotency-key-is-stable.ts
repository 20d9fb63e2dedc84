import { other, pass, type Check } from './check.ts';
import { historyOf } from './history.ts';
import { refuted } from './refuted.ts';
import { counted, listed, type Finding } from './sentence.ts';
import { needsKey, type ToolCall } from './tool-calls.ts';

/** A key that changes with every try protects from nothing; one that is always the same swallows the next order. */
export const idempotencyKeyIsStable: Check = {
  claim: 'idempotency-key-is-stable',
  from: 'S1.2',
  rule: 'A write that is called again, also by a restarted agent, carries the same key that is not empty; different writes carry different keys. Tools that are declared idempotent and have no key are left out.',
  declaredAt: ['tools'],
  check(episode) {
    const { calls } = historyOf(episode);
    const keyed = calls.filter(needsKey);
    if (keyed.length === 0) {
      return episode.contracts.some(({ effect }) => effect === 'write')
        ? other('unobserved', 'No tool that writes was called.')
        : other('not-applicable', 'No contract says `effect: write`.');
    }
    const groups = [...Map.groupBy(keyed, ({ operation }) => operation).values()];
    const repeated = groups.filter((group) => group.length > 1);
    const findings = [...repeated.flatMap(unstable), ...shared(keyed)];
    if (findings.length > 0) return refuted(findings);
    const keys = new Set(keyed.flatMap(({ key }) => (key === undefined ? [] : [key])));
    if (repeated.length === 0) {
      return other(
        'unobserved',
        `${counted(keyed.length, 'write')} with ${counted(keys.size, 'key')}, none called again: a fault that loses an answer, or a restart, would show whether a key stays.`,
        keyed.map(({ seq }) => seq),
      );
    }
    return pass(
      `${counted(repeated.length, 'write was', 'writes were')} called again (${listed(repeated.map((group) => `${group[0]!.tool} ${group.length} times`))}), each with its own key.`,
      repeated.flatMap((group) => group.map(({ seq }) => seq)),
    );
  },
};

/** Calls for the same thing whose keys differ, or that have none. */
function unstable(group: readonly ToolCall[]): readonly Finding[] {
  const without = group.filter(({ key }) => key === undefined || key === '');
  const keys = new Set(group.map(({ key }) => key));
  const seqs = group.map(({ seq }) => seq);
  const what = `${group[0]!.tool} was called ${group.length} times for the same (events ${listed(seqs.map(String))})`;
  if (without.length > 0) return [{ text: `${what}, ${without.length} of them without a key`, seqs }];
  return keys.size > 1 ? [{ text: `${what} with ${keys.size} different keys`, seqs }] : [];
}

/** One key for different things. */
function shared(calls: readonly ToolCall[]): readonly Finding[] {
  const byKey = Map.groupBy(
    calls.filter(({ key }) => key !== undefined && key !== ''),
    ({ key }) => key!,
  );
  return [...byKey.values()].flatMap((group) => {
    const operations = new Set(group.map(({ operation }) => operation));
    if (operations.size < 2) return [];
    const seqs = group.map(({ seq }) => seq);
    return [
      {
        text: `one key was used for ${operations.size} different calls of ${listed([...new Set(group.map(({ tool }) => tool))])} (events ${listed(seqs.map(String))})`,
        seqs,
      },
    ];
  });
}
