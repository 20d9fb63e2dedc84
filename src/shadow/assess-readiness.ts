import type { EnvelopeFigure } from '../domain/autonomy-envelope.ts';
import type { ShadowCase } from '../domain/decision.ts';
import { seededRandom } from '../domain/random.ts';
import type { ReadinessPolicy } from '../domain/readiness-policy.ts';
import type { Gate, MissingEvidence, Readiness, ReadinessVerdict } from '../domain/readiness.ts';
import type { AssessOptions } from './assess-options.ts';
import { judgeAccuracy } from './verdict/accuracy.ts';
import { judgeBaselines } from './verdict/baselines.ts';
import { judgeCalibration } from './verdict/calibration.ts';
import { clusterWarnings } from './verdict/clusters.ts';
import { confusionOf } from './verdict/confusion.ts';
import { judgeCost } from './verdict/cost.ts';
import { judgeCritical } from './verdict/critical.ts';
import { daysOf } from './verdict/days.ts';
import { judgeDrift } from './verdict/drift.ts';
import { findEnvelope } from './verdict/envelope.ts';
import { EvidenceReader } from './verdict/evidence-reader.ts';
import { missingEvidence } from './verdict/missing-evidence.ts';
import { judgePeople } from './verdict/people.ts';
import { recentErrors } from './verdict/recent-errors.ts';
import { rolloutAdvice } from './verdict/rollout.ts';
import { applySeedRule } from './verdict/seed-rule.ts';
import { judgeSegments } from './verdict/segments.ts';
import { selfNoise } from './verdict/self-noise.ts';
import { judgeTime } from './verdict/time.ts';
import { validityGates } from './verdict/validity-gates.ts';
import { bound, percent } from './verdict/words.ts';

/**
 * May this agent decide, and which part of the work? Reads the cases once, by time, into columns (a million cases take some hundred bytes each), and
 * holds them against the policy.
 *
 * @example assessReadiness(cases, readPolicy(text, 'policy.yaml'), { nowMs: Date.now(), seed: 1 }).sentence
 */
export function assessReadiness(cases: Iterable<ShadowCase>, policy: ReadinessPolicy, options: AssessOptions): Readiness {
  const { nowMs, seed, rejectedRows = 0, problems = [] } = options;
  const reader = new EvidenceReader(policy, nowMs);
  for (const one of cases) reader.read(one);
  const evidence = reader.finish(rejectedRows);

  const time = judgeTime(evidence, policy);
  const accuracy = judgeAccuracy(evidence, policy);
  const critical = judgeCritical(evidence, policy);
  const cost = judgeCost(evidence, policy);
  const segments = judgeSegments(evidence, policy);
  const people = judgePeople(evidence, policy);
  const baselines = judgeBaselines(evidence, policy);
  const calibration = judgeCalibration(evidence, policy.calibration.bins);
  const drift = judgeDrift(evidence, time.days, policy, seededRandom(seed).fork('drift'));
  const envelope = findEnvelope(evidence, time.days, daysOf(policy.time.zone)(nowMs), segments.figures, policy);
  const noise = selfNoise(evidence);

  const gates = [
    ...validityGates(evidence, policy, problems),
    ...time.gates,
    accuracy.gate,
    critical.gate,
    cost.gate,
    ...segments.gates,
    people.gate,
    ...baselines.gates,
    drift.gate,
  ];
  const verdict = verdictOf(gates, envelope);
  const missing = verdict === 'NOT YET' || verdict === 'READY WITHIN ENVELOPE' ? missingEvidence(gates, time.window) : undefined;
  return {
    version: 1,
    verdict,
    sentence: sentenceOf(verdict, gates, envelope, accuracy.figure.lower, missing),
    assessedAtMs: nowMs,
    seed,
    agent: policy.agent,
    policy,
    seedRule: applySeedRule(evidence.counts.correct, evidence.rows, time.window, critical.figure.errors),
    gates,
    window: time.window,
    counts: evidence.counts,
    ...(missing === undefined ? {} : { missing }),
    accuracy: accuracy.figure,
    clusters: clusterWarnings(evidence, time.days, policy),
    accuracyPath: accuracy.path,
    critical: critical.figure,
    segments: segments.figures,
    confusion: confusionOf(evidence),
    ...(people.figure === undefined ? {} : { humanCeiling: people.figure }),
    baselines: baselines.figures,
    ...(cost.figure === undefined ? {} : { cost: cost.figure }),
    ...(calibration.figure === undefined ? {} : { calibration: calibration.figure }),
    riskCoverage: calibration.riskCoverage,
    envelope,
    drift: drift.figures,
    ...(noise === undefined ? {} : { selfNoise: noise }),
    rollout: rolloutAdvice(
      verdict,
      { envelope, drift: drift.figures, window: time.window, accuracy: accuracy.figure.rate, recent: recentErrors(evidence, time.days, policy) },
      policy,
    ),
  };
}

/** The first that applies. An envelope has a certificate of its own, but time and validity it shares with the whole. */
function verdictOf(gates: readonly Gate[], envelope: EnvelopeFigure): ReadinessVerdict {
  const some = (...outcomes: readonly Gate['outcome'][]): boolean => gates.some(({ outcome }) => outcomes.includes(outcome));
  if (some('missing', 'invalid')) return 'INVALID';
  if (some('blocked')) return 'BLOCKED';
  if (!some('fails')) return 'READY';
  const longEnough = gates.every(({ name, outcome }) => outcome !== 'fails' || (name !== 'active-days' && name !== 'weekdays'));
  return envelope.found !== undefined && longEnough ? 'READY WITHIN ENVELOPE' : 'NOT YET';
}

function sentenceOf(
  verdict: ReadinessVerdict,
  gates: readonly Gate[],
  envelope: EnvelopeFigure,
  lower: number,
  missing: MissingEvidence | undefined,
): string {
  const texts = (...outcomes: readonly Gate['outcome'][]): string =>
    gates
      .filter(({ outcome }) => outcomes.includes(outcome))
      .map(({ text }) => text)
      .join('; ');
  const needs = missing?.decisions === undefined ? missing?.text : `READY needs ${missing.text}`;
  if (verdict === 'INVALID') return `INVALID: ${texts('missing', 'invalid')}.`;
  if (verdict === 'BLOCKED') return `BLOCKED: ${texts('blocked')}.`;
  if (verdict === 'READY') return `READY: it may decide; its accuracy holds above ${bound(lower)} whatever day you look, and every other gate holds.`;
  if (verdict === 'NOT YET') return `NOT YET: ${needs!}.`;
  return `READY WITHIN ENVELOPE: it may decide alone on ${percent(envelope.found!.coverage)} of cases now; ${needs!}.`;
}
