import { other, pass, settingOf, type Check } from './check.ts';
import { historyOf, type History } from './history.ts';
import { outcomeOf, type Attempt, type Operation } from './operations.ts';
import { refuted } from './refuted.ts';
import { counted, listed, type Finding } from './sentence.ts';

/** A service that fails five times in a row is left alone for a minute, then asked once. */
export const opensItsBreaker: Check = {
  claim: 'opens-its-breaker',
  from: 'S0.6 S1.5',
  rule: 'After five operations in a row on one model or tool that failed transiently (a refusal for good ends the row), nothing is asked of it for 60 s; then one probe at a time, a failed one means the full wait again, and a success closes the breaker. What was in flight at that moment is exempt.',
  declaredAt: ['faults'],
  settings: {
    failures: { default: 5, description: 'Operations in a row that fail transiently and open the breaker.' },
    openSeconds: { default: 60, description: 'How long nothing is asked, in seconds, from the end of the last of them.' },
    toleranceMs: { default: 20, description: 'Timers fire a little early.' },
  },
  check(episode) {
    const history = historyOf(episode);
    const read = (name: string): number => settingOf(opensItsBreaker, episode, name);
    const rule: Rule = { failures: read('failures'), openMs: read('openSeconds') * 1000, toleranceMs: read('toleranceMs') };
    const operations = history.operations.filter(({ polling }) => !polling);
    const breakers = [...Map.groupBy(operations, ({ layer, target }) => `${layer} ${target}`)].map(([target, own]) => watch(target, own, rule));
    const opened = breakers.filter(({ openedAt }) => openedAt.length > 0);
    if (opened.length === 0) {
      const most = Math.max(0, ...breakers.map(({ inARow }) => inARow));
      return other('not-applicable', `At most ${most} of ${rule.failures} transient failures in a row, so that no breaker had reason to open.`);
    }
    const findings = opened.flatMap(({ findings: own }) => own);
    if (findings.length > 0) return refuted(findings);
    const evidence = opened.flatMap(({ openedAt, probes }) => [...openedAt, ...probes]);
    if (!opened.some((breaker) => breaker.probes.length > 0 || wentOn(history, breaker.openedAt[0]!))) {
      return other(
        'unobserved',
        `${listed(opened.map(({ target }) => target))} failed ${rule.failures} times in a row, but nothing was left to do: a case with more tasks would show whether it is asked again.`,
        evidence,
      );
    }
    return pass(
      `${opened.map(({ target, openedAt, probes }) => `${target} had reason to open ${counted(openedAt.length, 'time')} (event ${listed(openedAt.map(String))}), and was asked again only by ${counted(probes.length, 'probe')}`).join('; ')}; limit ${rule.failures} failures, ${rule.openMs / 1000} s.`,
      evidence,
    );
  },
};

interface Rule {
  readonly failures: number;
  readonly openMs: number;
  readonly toleranceMs: number;
}

interface Breaker {
  readonly target: string;
  /** The seq of each failure that opens it, also of failed probes. */
  readonly openedAt: readonly number[];
  readonly probes: readonly number[];
  readonly inARow: number;
  readonly findings: readonly Finding[];
}

interface End {
  readonly attempt: Attempt;
  readonly outcome: Attempt['outcome'];
}

/** What a breaker would have done, and what was asked although it had reason to be open. */
function watch(target: string, operations: readonly Operation[], rule: Rule): Breaker {
  const ends: readonly End[] = operations
    .map((operation) => ({ attempt: operation.attempts.at(-1)!, outcome: outcomeOf(operation) }))
    .filter(({ attempt }) => attempt.endSeq !== undefined);
  const attempts = operations.flatMap((operation) => operation.attempts).toSorted((a, b) => a.seq - b.seq);
  const openedAt: number[] = [];
  const probes: number[] = [];
  const findings: Finding[] = [];
  let [inARow, mostInARow, closedSince] = [0, 0, 0];
  for (const { attempt, outcome } of ends.toSorted((a, b) => a.attempt.endSeq! - b.attempt.endSeq!)) {
    if (attempt.endSeq! <= closedSince) continue;
    // Who refuses for good is there: the row of those who are not is over.
    if (outcome === 'ok' || outcome === 'permanent') inARow = 0;
    if (outcome === 'transient') inARow++;
    mostInARow = Math.max(mostInARow, inARow);
    if (inARow < rule.failures || outcome !== 'transient') continue;
    closedSince = whileOpen(target, attempts, attempt, rule, { openedAt, probes, findings });
    inARow = 0;
  }
  return { target, openedAt, probes, inARow: mostInARow, findings };
}

/** Follows the breaker from the failure that opens it until a probe succeeds; the seq at which it closes, or infinity. */
function whileOpen(
  target: string,
  attempts: readonly Attempt[],
  opening: Attempt,
  rule: Rule,
  found: { openedAt: number[]; probes: number[]; findings: Finding[] },
): number {
  let [openSeq, openMs] = [opening.endSeq!, opening.endMs!];
  found.openedAt.push(openSeq);
  let probe: Attempt | undefined;
  let probeFailed = false;
  for (const attempt of attempts.filter(({ seq }) => seq > openSeq)) {
    if (probe !== undefined && probe.endSeq !== undefined && probe.endSeq < attempt.seq) {
      if (probe.outcome !== 'transient') return probe.endSeq;
      [openSeq, openMs] = [probe.endSeq, probe.endMs!];
      found.openedAt.push(openSeq);
      probe = undefined;
      probeFailed = true;
    }
    const waitedMs = attempt.startMs - openMs;
    if (probe !== undefined) {
      found.findings.push({
        text: `${target} was asked (event ${attempt.seq}) while a probe was in flight (event ${probe.seq})`,
        seqs: [probe.seq, attempt.seq],
      });
    } else if (waitedMs < rule.openMs - rule.toleranceMs) {
      found.findings.push({
        text: `${target} was asked (event ${attempt.seq}) ${waitedMs / 1000} s after it had failed ${probeFailed ? 'its probe' : `${rule.failures} times in a row`} (event ${openSeq}), limit ${rule.openMs / 1000} s`,
        seqs: [openSeq, attempt.seq],
      });
    } else {
      probe = attempt;
      found.probes.push(attempt.seq);
    }
  }
  return probe?.endSeq !== undefined && probe.outcome !== 'transient' ? probe.endSeq : Infinity;
}

/** True where something was left to do after the breaker had reason to open. */
function wentOn({ of, reports, operations }: History, openSeq: number): boolean {
  return [
    ...of('task-given'),
    ...reports('fallback'),
    ...reports('queued'),
    ...of('human-asked'),
    ...operations.map(({ attempts }) => attempts[0]!),
  ].some(({ seq }) => seq > openSeq);
}
