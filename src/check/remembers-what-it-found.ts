import { memberAt } from '../contract/index.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import { other, pass, type Check } from './check.ts';
import { historyOf } from './history.ts';
import { refuted } from './refuted.ts';
import { counted, listed, type Finding } from './sentence.ts';

/** Step six forgets what step two found, and makes something up. */
export const remembersWhatItFound: Check = {
  claim: 'remembers-what-it-found',
  from: 'S2.6 S3.4',
  rule: 'In each call that needs a fact of `declares.facts`, the argument has exactly a value that the tool told before: of the same entity where both contracts declare one.',
  declaredAt: ['declares', 'facts'],
  check(episode) {
    const { facts } = episode.declared;
    if (facts.length === 0) return other('not-applicable', 'The case declares no facts.');
    const { calls } = historyOf(episode);
    const findings: Finding[] = [];
    const told: string[] = [];
    const evidence: number[] = [];
    for (const { from, usedBy } of facts) {
      for (const user of calls.filter(({ tool }) => tool === usedBy.tool)) {
        const earlier = calls.filter(
          (call) => call.tool === from.tool && call.outcome === 'ok' && call.delivered && (call.endSeq ?? Infinity) < user.seq,
        );
        const sameEntity = earlier.filter(({ entity }) => user.entity !== undefined && entity === user.entity);
        const sources = (sameEntity.length > 0 ? sameEntity : earlier).flatMap((call) => {
          const value = memberAt(call.result, from.member);
          return value === undefined ? [] : [{ seq: call.endSeq!, value }];
        });
        const used = memberAt(user.arguments, usedBy.argument);
        const seqs = [...sources.map(({ seq }) => seq), user.seq];
        const what = `${usedBy.tool} (event ${user.seq}) has ${usedBy.argument} ${shown(used)}`;
        if (sources.length === 0) findings.push({ text: `${what}, but ${from.tool} had told no ${from.member} before`, seqs });
        else if (!sources.some(({ value }) => canonicalJson(value) === canonicalJson(used)))
          findings.push({
            text: `${what}, but ${from.tool} had told ${from.member} ${listed([...new Set(sources.map(({ value }) => shown(value)))])} (event ${listed(sources.map(({ seq }) => String(seq)))})`,
            seqs,
          });
        else {
          told.push(`${usedBy.tool} used ${from.member} of ${from.tool} unchanged`);
          evidence.push(...seqs);
        }
      }
    }
    if (findings.length > 0) return refuted(findings);
    if (told.length === 0)
      return other(
        'unobserved',
        `${listed([...new Set(facts.map(({ usedBy }) => usedBy.tool))])} ${facts.length === 1 ? 'was' : 'were'} not called, so that no fact was needed.`,
      );
    return pass(`${counted(told.length, 'fact')}: ${listed([...new Set(told)], '; ')}.`, evidence);
  },
};

function shown(value: Json | undefined): string {
  return value === undefined ? 'missing' : canonicalJson(value);
}
