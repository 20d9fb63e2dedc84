import { worldError, type Performed } from './tool-answer.ts';

/** A call that carries an idempotency key. */
interface KeyedCall {
  readonly tool: string;
  readonly key: string;
  readonly operation: string;
}

/** Results by idempotency key: what was executed once is not executed again. */
export interface KeyedResults {
  /** The stored result of the key; else what `execute` gives. Another operation under the same key is refused. */
  once(call: KeyedCall, execute: () => Promise<Performed>): Promise<Performed>;
}

/** No key was seen yet. */
export function createKeyedResults(): KeyedResults {
  const known = new Map<string, { readonly operation: string; readonly performed: Promise<Performed> }>();
  return {
    async once({ tool, key, operation }, execute) {
      const name = JSON.stringify([tool, key]);
      const before = known.get(name);
      if (before !== undefined) {
        if (before.operation !== operation)
          return worldError('invalid_input', 'KEY_REUSED', `The key ${key} was used before, for another call of ${tool}.`);
        return { ...(await before.performed), repeated: true };
      }
      // Kept at once: the same key may come again while the first call is still under way.
      const performed = execute();
      known.set(name, { operation, performed });
      const done = await performed;
      // What may pass when it is asked again was not done, unless the ledger says so.
      if (done.committed === undefined && (done.status === 'temporary_error' || done.status === 'invalid_input')) known.delete(name);
      return done;
    },
  };
}
