import { createHash } from 'node:crypto';
import { report } from '../../src/agent.ts';
import { openJournal } from './journal.ts';

/** S1.2: one line per attempt at a step. */
interface StepRecord {
  readonly request_id: string;
  readonly step_id: string;
  readonly attempt: number;
  readonly status: 'pending' | 'success' | 'failed';
  readonly input_hash: string;
  readonly output_data?: unknown;
  readonly error_code?: string;
  readonly created_at: string;
}

export interface StepRecords {
  /**
   * Executes a step, unless one with this id and this input has succeeded before: then its output is given again. `earlier` tells the step that it was begun
   * and not finished: what it set out to do may have happened.
   */
  run<T>(stepId: string, input: unknown, step: (context: { readonly key: string; readonly earlier: boolean }) => Promise<T>): Promise<T>;
}

/** Step records of one request. The idempotency key of a step is its request, id and input: it is the same in every attempt, and after a restart. */
export function openStepRecords(requestId: string): StepRecords {
  const journal = openJournal<StepRecord>('agent-steps');
  const record = (entry: Omit<StepRecord, 'created_at'>, reused = false): void => {
    if (!reused) journal.append({ ...entry, created_at: new Date().toISOString() });
    const { output_data: _output, ...reported } = entry;
    report({ type: 'step', ...reported, ...(reused ? { reused } : {}) });
  };
  return {
    async run<T>(stepId: string, input: unknown, step: (context: { readonly key: string; readonly earlier: boolean }) => Promise<T>): Promise<T> {
      const inputHash = hash(input);
      const before = journal.read().filter((entry) => entry.request_id === requestId && entry.step_id === stepId && entry.input_hash === inputHash);
      const success = before.find(({ status }) => status === 'success');
      const attempt = Math.max(0, ...before.map((entry) => entry.attempt)) + 1;
      const entry = { request_id: requestId, step_id: stepId, input_hash: inputHash };
      if (success !== undefined) {
        record({ ...entry, attempt: success.attempt, status: 'success' }, true);
        return success.output_data as T;
      }
      record({ ...entry, attempt, status: 'pending' });
      try {
        const output = await step({ key: hash([requestId, stepId, inputHash]), earlier: before.length > 0 });
        record({ ...entry, attempt, status: 'success', output_data: output });
        return output;
      } catch (error) {
        record({ ...entry, attempt, status: 'failed', error_code: (error as { code?: string }).code ?? 'ERROR' });
        throw error;
      }
    },
  };
}

/** Of the value, whatever the order of its keys. */
function hash(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('hex')
    .slice(0, 32);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
