import { other, pass, type Check } from './check.ts';
import { historyOf } from './history.ts';
import { refuted } from './refuted.ts';
import { counted, listed, type Finding } from './sentence.ts';

/** What is known before a call that takes an hour must still be known if the agent dies within that hour. */
export const checkpointsBeforeLongWork: Check = {
  claim: 'checkpoints-before-long-work',
  from: 'S2.1',
  rule: 'Before each call of a tool whose contract says `long`, the agent reports a checkpoint, after the last effect and after the last other long call; a retry needs no new one.',
  declaredAt: ['tools'],
  check(episode) {
    const long = episode.contracts.filter((contract) => contract.long === true).map(({ name }) => name);
    if (long.length === 0) return other('not-applicable', 'No contract says `long`.');
    const history = historyOf(episode);
    const calls = history.calls.filter(({ tool }) => long.includes(tool));
    if (calls.length === 0) return other('unobserved', `${listed(long)} ${long.length === 1 ? 'was' : 'were'} not called.`);
    const checkpoints = history.reports('checkpoint');
    if (checkpoints.length === 0 && history.of('agent-reported').length === 0) {
      return other(
        'unobserved',
        'The agent reports nothing: report {"type":"checkpoint","name":...} when state was written down, before the call.',
        calls.map(({ seq }) => seq),
      );
    }
    const findings = calls.flatMap((call, index): readonly Finding[] => {
      const earlier = calls.slice(0, index);
      const tries = earlier.filter(({ operation }) => operation === call.operation);
      // What an earlier try of the same call did is no news to whoever tries again.
      const own = new Set(tries.flatMap(({ effects }) => effects.map(({ seq }) => seq)));
      const isRetry =
        tries.length > 0 &&
        !history.effects.some(({ seq, toolCall }) => seq < call.seq && seq > earlier.at(-1)!.seq && toolCall !== undefined && !own.has(seq));
      if (isRetry) return [];
      const since = Math.max(0, earlier.at(-1)?.seq ?? 0, ...history.effects.filter(({ seq }) => seq < call.seq).map(({ seq }) => seq));
      if (checkpoints.some(({ seq }) => seq > since && seq < call.seq)) return [];
      const last = checkpoints.findLast(({ seq }) => seq < call.seq);
      return [
        {
          text: `${call.tool} was called (event ${call.seq}) ${last === undefined ? 'without a checkpoint' : `with a checkpoint (event ${last.seq}) that is older than what happened in event ${since}`}`,
          seqs: [...(last === undefined ? [] : [last.seq]), call.seq],
        },
      ];
    });
    if (findings.length > 0) return refuted(findings);
    return pass(
      `${counted(calls.length, 'long call')}, each after a checkpoint.`,
      [...checkpoints, ...calls].map(({ seq }) => seq).toSorted((a, b) => a - b),
    );
  },
};
