import type { Bounds, Campaign } from '../../domain/campaign.ts';
import type { CaseOutcome } from '../../domain/report.ts';
import type { Outcome } from '../../domain/verdict.ts';
import { alertsOf } from './alerts.ts';
import { createDistribution } from './distribution.ts';
import { metricsOf } from './metrics.ts';
import type { SessionFacts } from './session-facts.ts';

export interface CampaignPlan {
  readonly planned: number;
  readonly seedFirst: number;
  readonly clock: 'real' | 'virtual';
  readonly concurrency: number;
  readonly rampSeconds: number;
  readonly bounds: Bounds;
  /** The same case in an earlier report. */
  readonly baseline: Campaign | undefined;
  repeatCommand(seed: number): string;
}

/** Takes session after session and keeps of each only what it counts: its memory does not grow with them. */
export interface CampaignCollector {
  add(facts: SessionFacts): void;
  finish(durationMs: number): Campaign;
}

const troubledMax = 20;
const loopClaims: ReadonlySet<string> = new Set(['never-loops']);
const duplicateClaims: ReadonlySet<string> = new Set(['effects-happen-once', 'creates-each-artefact-once']);

/** Starts with no session. */
export function collectCampaign(plan: CampaignPlan): CampaignCollector {
  const outcomes: Partial<Record<CaseOutcome, number>> = {};
  const claims = new Map<string, Partial<Record<Outcome, number>>>();
  const troubled: { seed: number; outcome: CaseOutcome; sentence: string; repeat: string }[] = [];
  const count = { sessions: 0, passed: 0, failed: 0, looped: 0, duplicated: 0, crashed: 0, hung: 0, completedAlone: 0, toolCalls: 0, toolErrors: 0 };
  const measured = {
    usd: createDistribution(),
    modelCalls: createDistribution(),
    tokens: createDistribution(),
    latencyMs: createDistribution(),
    confidence: createDistribution(),
  };
  const tenths = Array.from({ length: 10 }, () => 0);
  return {
    add(facts) {
      const { outcome, verdicts, tasks } = facts;
      const broke = (names: ReadonlySet<string>): boolean => verdicts.some((verdict) => verdict.outcome === 'fail' && names.has(verdict.claim));
      const passed = outcome === 'pass' || outcome === 'expected-failure';
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      for (const verdict of verdicts) {
        const known = claims.get(verdict.claim) ?? {};
        known[verdict.outcome] = (known[verdict.outcome] ?? 0) + 1;
        claims.set(verdict.claim, known);
      }
      count.sessions++;
      count.passed += Number(passed);
      count.failed += Number(outcome === 'fail');
      count.looped += Number(broke(loopClaims));
      count.duplicated += Number(broke(duplicateClaims));
      count.crashed += Number(facts.crashed);
      count.hung += Number(facts.hung);
      count.completedAlone += Number(facts.completedAlone && passed);
      count.toolCalls += facts.toolCalls;
      count.toolErrors += facts.toolErrors;
      if (facts.usd !== undefined) measured.usd.add(facts.usd / tasks);
      if (facts.tokens !== undefined) measured.tokens.add(facts.tokens / tasks);
      measured.modelCalls.add(facts.modelCalls / tasks);
      for (const latency of facts.latenciesMs) measured.latencyMs.add(latency);
      for (const confidence of facts.confidences) {
        measured.confidence.add(confidence);
        tenths[Math.min(9, Math.max(0, Math.floor(confidence * 10)))]!++;
      }
      if (!passed) keepTroubled(troubled, { seed: facts.seed, outcome, sentence: facts.sentence, repeat: plan.repeatCommand(facts.seed) });
    },
    finish(durationMs) {
      const { planned, seedFirst, clock, concurrency, rampSeconds, bounds, baseline } = plan;
      const metrics = metricsOf({ ...count, ...measured, durationMs });
      return {
        planned,
        sessions: count.sessions,
        seedFirst,
        clock,
        concurrency,
        rampSeconds,
        durationMs,
        outcomes,
        metrics,
        claims: [...claims].map(([claim, counted]) => ({ claim, outcomes: counted })),
        ...(measured.confidence.count === 0 ? {} : { confidences: tenths }),
        alerts: alertsOf(metrics, bounds, baseline),
        troubled,
        bounds,
      };
    },
  };
}

/** Those with the lowest seeds: which sessions are done first is chance. */
function keepTroubled<T extends { readonly seed: number }>(kept: T[], one: T): void {
  kept.push(one);
  kept.sort((a, b) => a.seed - b.seed);
  if (kept.length > troubledMax) kept.pop();
}
