import type { EnvelopeFigure } from '../../domain/autonomy-envelope.ts';
import type { DriftFigure } from '../../domain/readiness-figures.ts';
import type { ReadinessPolicy } from '../../domain/readiness-policy.ts';
import type { EvidenceWindow, ReadinessVerdict } from '../../domain/readiness.ts';
import type { AlertBound, RolloutAdvice, RolloutStep, WatchFigure } from '../../domain/rollout-advice.ts';
import { decisionsUntilAbove, isAbove } from '../statistics/anytime-bounds.ts';
import { firstWhole } from '../statistics/bisect.ts';
import { counted, percent, whole } from './words.ts';

const auditedCounts = [25, 50, 100, 200, 500, 1000, 2000] as const;

/** Decisions of the last days, and errors among them. */
export interface RecentErrors {
  readonly decisions: number;
  readonly errors: number;
}

/** What a verdict allows, step by step: shadow → envelope → canary shares → full, with the condition for each next step and for the way back. */
export function rolloutAdvice(
  verdict: ReadinessVerdict,
  found: {
    readonly envelope: EnvelopeFigure;
    readonly drift: readonly DriftFigure[];
    readonly window: EvidenceWindow;
    readonly accuracy: number | null;
    readonly recent: RecentErrors;
  },
  policy: ReadinessPolicy,
): RolloutAdvice {
  const { rollout, accuracy } = policy;
  const envelope = found.envelope.found;
  const ready = verdict === 'READY';
  const inside = (ready || verdict === 'READY WITHIN ENVELOPE') && envelope !== undefined;
  const back = wayBack(accuracy.min);
  const next = auditCondition(found.accuracy, found.window.decisionsPerDay, policy);
  const steps: RolloutStep[] = [
    {
      stage: 'shadow',
      state: 'open',
      share: 0,
      forward: 'READY WITHIN ENVELOPE opens the envelope; READY opens the canary as well.',
      back: 'A changed prompt, model, tool or contract begins here again.',
    },
    {
      stage: 'envelope',
      state: inside ? 'open' : 'closed',
      share: envelope?.coverage ?? 0,
      ...(envelope === undefined ? {} : { configuration: envelope.configuration }),
      forward: 'READY opens the canary; outside of the envelope people decide, and shadow mode goes on there.',
      back,
    },
    ...rollout.canaryShares.map((share, index): RolloutStep => ({
      stage: 'canary',
      state: ready && index === 0 ? 'open' : 'closed',
      share,
      forward: next(share),
      back: `${back} It goes back to ${index === 0 ? 'the envelope, or to shadow where there is none' : percent(rollout.canaryShares[index - 1]!)}.`,
    })),
    {
      stage: 'full',
      state: 'closed',
      share: 1,
      forward: `Nothing beyond it; ${percent(rollout.auditShare)} of the decisions are still made by a person as well, blind.`,
      back: `${back} It goes back to the last canary.`,
    },
  ];
  const stage = ready ? (rollout.canaryShares.length > 0 ? 'canary' : 'full') : inside ? 'envelope' : 'shadow';
  return {
    stage,
    sentence: sentenceOf(stage, rollout.canaryShares[0], envelope?.coverage),
    steps: openFull(steps, stage),
    alerts: alertsOf(found.drift, policy),
    watch: watchOf(found.recent, found.drift, policy),
  };
}

/** A policy without canaries goes from READY to full. */
function openFull(steps: readonly RolloutStep[], stage: RolloutAdvice['stage']): readonly RolloutStep[] {
  return stage === 'full' ? steps.map((step) => (step.stage === 'full' ? { ...step, state: 'open' } : step)) : steps;
}

function sentenceOf(stage: RolloutAdvice['stage'], canary: number | undefined, coverage: number | undefined): string {
  if (stage === 'shadow') return 'Stay in shadow: people decide everything.';
  if (stage === 'envelope') return `Let it decide inside the envelope, ${percent(coverage!)} of the cases; people decide the rest.`;
  if (stage === 'canary') return `Let it decide a canary of ${percent(canary!)} of the cases, drawn at random; then more, step by step.`;
  return 'Let it decide; the policy has no canary.';
}

function wayBack(accuracyMin: number): string {
  return `At once after one critical error, when audited errors reach their bound (error rate shown to be above ${percent(1 - accuracyMin)}), when drift blocks, or by hand: the switch must work at any moment.`;
}

/** How many audited decisions the next step takes, at the accuracy that was seen. */
function auditCondition(
  accuracy: number | null,
  perDay: number | null,
  { alpha, accuracy: { min }, rollout }: ReadinessPolicy,
): (share: number) => string {
  const audited = accuracy === null ? undefined : decisionsUntilAbove(accuracy, min, alpha);
  return (share) => {
    const condition = `The next step opens when the audited decisions of this one hold above ${min} whatever day you look, without a critical error`;
    const days = audited === undefined || perDay === null ? 0 : audited / (perDay * share * rollout.auditShare);
    if (audited === undefined || !Number.isFinite(days) || days === 0) return `${condition}.`;
    return `${condition}: about ${whole(audited)} audited decisions, ${whole(Math.ceil(days))} days if ${percent(rollout.auditShare)} are audited.`;
  };
}

/** At so many errors the rate is shown to be above what the policy allows, however often one looks. */
function alertsOf(drift: readonly DriftFigure[], { alpha, accuracy: { min }, drift: { psiBlock } }: ReadinessPolicy): readonly AlertBound[] {
  const errors = auditedCounts.flatMap((after): readonly AlertBound[] => {
    const limit = errorLimit(after, min, alpha);
    if (limit === undefined) return [];
    return [{ what: 'errors', after, limit, text: `${whole(limit)} errors among ${whole(after)} audited decisions: go back` }];
  });
  const fields = drift.flatMap(({ field, psiByChance }): readonly AlertBound[] => {
    if (psiByChance === null) return [];
    const limit = Math.max(psiByChance, psiBlock);
    return [{ what: 'drift', after: field, limit, text: `${field}: warn above ${psiByChance.toFixed(2)}, go back above ${limit.toFixed(2)}` }];
  });
  return [...errors, ...fields];
}

/** The fewest errors among so many decisions that show the error rate to be above what the policy allows. */
function errorLimit(decisions: number, accuracyMin: number, alpha: number): number | undefined {
  return firstWhole(1, decisions, (errors) => isAbove(errors, decisions, 1 - accuracyMin, alpha));
}

function watchOf({ decisions, errors }: RecentErrors, drift: readonly DriftFigure[], policy: ReadinessPolicy): readonly WatchFigure[] {
  const limit = decisions === 0 ? undefined : errorLimit(decisions, policy.accuracy.min, policy.alpha);
  const days = `last ${counted(policy.drift.recentDays, 'day')}`;
  const alarm = limit !== undefined && errors >= limit;
  const bound = limit === undefined ? 'too few to tell' : `alarm from ${whole(limit)} on`;
  const recent: WatchFigure = {
    what: 'errors',
    subject: days,
    value: errors,
    limit: limit ?? null,
    alarm,
    text: `${days}: ${counted(errors, 'error')} in ${counted(decisions, 'decision')} (${bound})`,
  };
  const fields = drift.flatMap(({ field, psi, psiByChance, outcome, text }): readonly WatchFigure[] =>
    psi === null || psiByChance === null
      ? []
      : [{ what: 'drift', subject: field, value: psi, limit: Math.max(psiByChance, policy.drift.psiBlock), alarm: outcome === 'blocks', text }],
  );
  return [recent, ...fields];
}
