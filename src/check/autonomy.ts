import type { AutonomyEnvelope } from '../domain/world.ts';
import type { DecisionFacts } from './decisions.ts';

/** How a decision stands to the bounds within which it may be taken alone. */
export interface Standing {
  /** Each bound that it leaves, in words. */
  readonly outside: readonly string[];
  /** Bounds that could be compared. */
  readonly compared: readonly string[];
  /** Bounds whose value nobody told. */
  readonly unknown: readonly string[];
}

/** Compares with every bound that is declared. */
export function standingOf(envelope: AutonomyEnvelope, { amount, risk, confidence, type }: DecisionFacts): Standing {
  const outside: string[] = [];
  const compared: string[] = [];
  const unknown: string[] = [];
  const hold = (
    name: string,
    bound: number | readonly string[] | undefined,
    value: number | string | undefined,
    isInside: (value: never) => boolean,
    sign: string,
  ): void => {
    if (bound === undefined) return;
    if (value === undefined) {
      unknown.push(name);
      return;
    }
    const text = `${name} ${value} (bound: ${sign} ${typeof bound === 'number' ? bound : bound.join('|')})`;
    compared.push(text);
    if (!isInside(value as never)) outside.push(text);
  };
  const { max_autonomous_amount: amountMax, max_risk_score: riskMax, min_confidence: confidenceMin, autonomous_task_types: types } = envelope;
  hold('amount', amountMax, amount, (value: number) => value <= amountMax!, '≤');
  hold('risk', riskMax, risk, (value: number) => value <= riskMax!, '≤');
  hold('confidence', confidenceMin, confidence, (value: number) => value >= confidenceMin!, '≥');
  hold('type', types, type, (value: string) => types!.includes(value), 'in');
  return { outside, compared, unknown };
}
