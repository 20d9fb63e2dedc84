import type { AgentDecisionEntry } from '../../domain/decision.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import type { CaseReport } from '../../domain/report.ts';
import { cellAt } from '../../shadow/import/read-json-lines.ts';

export interface BacktestReading {
  readonly agent: string;
  readonly fingerprint: string | undefined;
  /** Path of the decision in an answer that is JSON; the whole answer where absent. */
  readonly decision: string | undefined;
  readonly confidence: string | undefined;
  /** A word as a decision; undefined where no label fits. */
  readonly labelOf: (word: string) => string | undefined;
  readonly nowMs: number;
}

/** Ends of a case that say nothing of the agent: it was not run, or was refused an answer that it would have had. */
const provesNothing: readonly CaseReport['outcome'][] = ['not-run', 'invalid', 'unknown', 'diverged'];

/** What an agent decided in a replayed case; undefined where the replay says nothing of it. An answer that cannot be read is no decision, and an error. */
export function backtestEntry(report: CaseReport, reading: BacktestReading): AgentDecisionEntry | undefined {
  if (provesNothing.includes(report.outcome)) return undefined;
  const answer = (report.answer ?? '').trim();
  const parsed = parsedObject(answer);
  const word = (reading.decision === undefined ? answer : parsed === undefined ? '' : cellAt(parsed, reading.decision)).trim();
  const decision = word === '' ? undefined : reading.labelOf(word);
  const unmapped = decision === undefined ? word || answer : '';
  const confidence = reading.confidence === undefined || parsed === undefined ? NaN : Number(cellAt(parsed, reading.confidence) || NaN);
  return {
    kind: 'agent',
    caseId: report.name,
    source: `backtest ${report.id}`,
    agent: reading.agent,
    decidedAtMs: reading.nowMs,
    trace: report.repeat,
    ...(decision === undefined ? {} : { decision }),
    ...(unmapped === '' ? {} : { unmapped: unmapped.slice(0, 2_000) }),
    ...(confidence >= 0 && confidence <= 1 ? { confidence } : {}),
    ...(report.usd === undefined ? {} : { costUsd: report.usd }),
    ...(reading.fingerprint === undefined ? {} : { fingerprint: reading.fingerprint }),
  };
}

function parsedObject(answer: string): Readonly<Record<string, Json>> | undefined {
  try {
    const value = JSON.parse(answer) as Json;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
