import { other, pass, type Check } from './check.ts';
import { historyOf } from './history.ts';
import { refuted } from './refuted.ts';
import { counted, listed, type Finding } from './sentence.ts';

/** A deprecated version works until the day on which it does not; who still calls it must be known before that day. */
export const usesALiveContractVersion: Check = {
  claim: 'uses-a-live-contract-version',
  from: 'S1.4',
  rule: 'No tool is called in a version that is removed or has no contract; calls of deprecated versions are listed.',
  declaredAt: ['tools'],
  check(episode) {
    const versioned = new Set(
      episode.contracts.filter(({ version, lifecycle }) => version !== undefined || lifecycle !== undefined).map(({ name }) => name),
    );
    if (versioned.size === 0) return other('not-applicable', 'No contract has a `version` or a `lifecycle`.');
    const calls = historyOf(episode).calls.filter(({ tool }) => versioned.has(tool));
    if (calls.length === 0) return other('unobserved', `${listed([...versioned])} ${versioned.size === 1 ? 'was' : 'were'} not called.`);
    const findings = calls.flatMap(({ tool, version, contract, seq }): readonly Finding[] => {
      const name = version === undefined ? tool : `${tool}@${version}`;
      if (contract === undefined || (version !== undefined && contract.version !== version))
        return [{ text: `${name} was called (event ${seq}), a version without a contract`, seqs: [seq] }];
      return contract.lifecycle === 'removed'
        ? [{ text: `${tool}@${contract.version ?? 'removed'} was called (event ${seq}), which is removed`, seqs: [seq] }]
        : [];
    });
    if (findings.length > 0) return refuted(findings);
    const deprecated = calls.filter(({ contract }) => contract?.lifecycle === 'deprecated');
    const told =
      deprecated.length === 0
        ? 'none of them deprecated'
        : `${deprecated.length} of them deprecated: ${listed([...new Set(deprecated.map(({ tool, contract }) => `${tool}@${contract!.version ?? 'deprecated'}`))])}`;
    return pass(
      `${counted(calls.length, 'call')} of versioned tools, ${told}.`,
      calls.map(({ seq }) => seq),
    );
  },
};
