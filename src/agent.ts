/**
 * For agents in TypeScript or JavaScript that want to be judged by more than what the gateway sees: one function that says what the agent is doing.
 * Outside of a rehearsal it does nothing, costs nothing, and it never throws: it may stay in production code.
 *
 * @module
 * @example
 * ```ts
 * import { report } from 'rehearsal/agent';
 *
 * report({ type: 'state', from: 'PLANNING', to: 'EXECUTING_STEP' });
 * report({ type: 'decision', decision: 'approve', confidence: 0.93, autonomous: true });
 * ```
 */
import { appendFileSync } from 'node:fs';
import type { AgentReport } from './domain/agent-report.ts';

export type { AgentReport } from './domain/agent-report.ts';

/**
 * Says something about the agent to the rehearsal that it runs in, in order with its calls: the line is written before the function returns, and read
 * before the next call of the agent is logged.
 *
 * @returns true where a rehearsal took it; false outside of one, or where it could not be written.
 */
export function report(what: AgentReport): boolean {
  const file = process.env['REHEARSAL_EVIDENCE_FILE'];
  if (file === undefined || file === '') return false;
  try {
    appendFileSync(file, `${JSON.stringify(what)}\n`);
    return true;
  } catch {
    // An agent must not fail for want of somebody who listens.
    return false;
  }
}
