import { report } from '../../src/agent.ts';
import { openJournal } from './journal.ts';

/** S2.3: why a step was taken, what else was considered, and what it came to. */
export interface AuditEntry {
  readonly step: number;
  readonly reasoning: string;
  readonly considered_tools: readonly string[];
  readonly chosen_tool: string;
  readonly confidence: number;
  readonly params: object;
  readonly result: unknown;
  readonly duration_ms: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cost_usd: number;
}

export interface AuditLog {
  write(entry: Omit<AuditEntry, 'step'>): void;
  /** What the run can be repeated with. */
  begin(sampling: { readonly model: string; readonly seed: number; readonly temperature: number }): void;
}

/** One log per session, on the disk and to whoever watches. */
export function openAuditLog(sessionId: string): AuditLog {
  const journal = openJournal<object>('audit');
  let step = 0;
  return {
    begin(sampling) {
      journal.append({ session_id: sessionId, ...sampling });
      report({ type: 'run', ...sampling });
    },
    write(entry) {
      const line = { session_id: sessionId, step: ++step, ...entry };
      journal.append({ ...line, timestamp: new Date().toISOString() });
      report({ type: 'audit', ...line, params: entry.params as never, result: entry.result as never });
    },
  };
}
