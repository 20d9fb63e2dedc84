import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';
import type { Gate, GateOutcome } from '../../domain/readiness.ts';
import type { LedgerProblem } from '../assess-options.ts';
import type { Evidence } from './evidence.ts';
import { counted, percent, percentUp, whole } from './words.ts';

/** What must be there before anything may be concluded. What is absent makes the verdict INVALID, never optimistic. */
export function validityGates(evidence: Evidence, policy: ReadinessPolicy, problems: readonly LedgerProblem[]): readonly Gate[] {
  return [
    evidenceGate(evidence),
    datesGate(evidence),
    fingerprintGate(evidence),
    blindGate(evidence, policy),
    varietyGate(evidence),
    rejectedGate(evidence, policy),
    ...problems.map(({ name, text, count, invalidates }) => exact(`ledger:${name}`, invalidates ? 'invalid' : 'holds', text, count, 0)),
  ];
}

function evidenceGate({ rows, counts }: Evidence): Gate {
  if (rows > 0) return exact('evidence', 'holds', `${counted(rows, 'case')} can be judged`, rows, 1);
  const why =
    counts.cases === 0
      ? 'the ledger has no cases'
      : `of ${counted(counts.cases, 'case')}, ${whole(counts.awaitingPerson)} await a person, ${whole(counts.beforeThisVersion)} are older than this version of the agent, ${whole(counts.inFuture)} lie in the future and ${whole(counts.withoutAnyDecision)} have no decision`;
  return exact('evidence', 'missing', `No case can be judged: ${why}`, 0, 1);
}

function datesGate({ rows, counts: { undated, inFuture } }: Evidence): Gate {
  if (undated > 0)
    return exact('dates', 'missing', `${whole(undated)} of ${counted(rows, 'case')} ${undated === 1 ? 'has' : 'have'} no date`, undated, 0);
  if (inFuture > 0) return exact('dates', 'invalid', `${counted(inFuture, 'case')} decided in the future: not judged`, inFuture, 0);
  return exact('dates', 'holds', 'every case has a date', 0, 0);
}

function fingerprintGate({ rows, fingerprint, earlierFingerprints, counts: { withoutFingerprint } }: Evidence): Gate {
  if (withoutFingerprint > 0) {
    const text = `${whole(withoutFingerprint)} of ${counted(rows, 'decision')} do not say which version of the agent made them`;
    return exact('fingerprint', 'missing', text, withoutFingerprint, 0);
  }
  if (fingerprint === undefined) return exact('fingerprint', 'missing', 'no decision says which version of the agent made it', rows, 0);
  const earlier = earlierFingerprints === 0 ? '' : `; ${counted(earlierFingerprints, 'earlier version')} not counted: a change restarts the clock`;
  return exact('fingerprint', 'holds', `one version of the agent made every decision${earlier}`, 0, 0);
}

function blindGate({ rows, counts: { notBlind, withoutPerson } }: Evidence, { validity: { notBlindShareMax } }: ReadinessPolicy): Gate {
  const share = rows === 0 ? 0 : notBlind / rows;
  if (share > notBlindShareMax) {
    const text = `in ${whole(notBlind)} of ${counted(rows, 'case')} a person saw the agent's answer, or it is not said`;
    return exact('blind', 'missing', text, share, notBlindShareMax);
  }
  if (rows > 0 && withoutPerson === rows)
    return exact(
      'blind',
      'not-applicable',
      'no person decided a judged case: the agent is held against the adjudicated truth alone',
      share,
      notBlindShareMax,
    );
  const tolerated = notBlind === 0 ? '' : `, but for ${percent(share)} that count as errors unless the truth is known`;
  return exact('blind', 'holds', `people decided without seeing the agent's answer${tolerated}`, share, notBlindShareMax);
}

/** Where only one answer is ever right, a constant is as good as the agent, and nothing can be learnt. */
function varietyGate({ rows, reference, labels }: Evidence): Gate {
  const seen = new Set<number>();
  for (let row = 0; row < rows && seen.size < 2; row++) if (reference[row] !== 0) seen.add(reference[row]!);
  if (rows === 0 || seen.size > 1) return exact('variety', rows === 0 ? 'not-applicable' : 'holds', 'more than one decision was right', seen.size, 2);
  const only = [...seen].map((id) => ` (${labels.texts[id]!})`).join('');
  return exact('variety', 'invalid', `One and the same decision was right in every case${only}: a constant would do as well`, seen.size, 2);
}

/** Rows are rejected for what stands in them, so they are no random sample: all cases of one decision may be among them. */
function rejectedGate({ counts: { cases, rejectedRows } }: Evidence, { validity: { rejectedShareMax } }: ReadinessPolicy): Gate {
  const share = rejectedRows === 0 ? 0 : rejectedRows / (rejectedRows + cases);
  if (share > rejectedShareMax) {
    const text = `${counted(rejectedRows, 'row')} (${percentUp(share)}) ${rejectedRows === 1 ? 'was' : 'were'} rejected by the import, and what they say is not known: correct the file and import it again`;
    return exact('rejected-rows', 'invalid', text, share, rejectedShareMax);
  }
  const tolerated =
    rejectedRows === 0 ? 'no imported row was rejected' : `${counted(rejectedRows, 'row')} rejected by the import, tolerated by the policy`;
  return exact('rejected-rows', 'holds', tolerated, share, rejectedShareMax);
}

function exact(name: string, outcome: GateOutcome, text: string, value: number, threshold: number): Gate {
  return { name, outcome, text, value, threshold, validity: 'exact' };
}
