import { report } from '../../src/agent.ts';
import { openJournal } from './journal.ts';

/** S0.6: work that nobody can do now, kept until somebody can. It survives the process, and each item is done once. */
export interface PersistentQueue<T> {
  add(id: string, item: T, reason: string): void;
  /** Waiting items, the oldest first. */
  waiting(): readonly { readonly id: string; readonly item: T }[];
  finish(id: string): void;
}

export function openQueue<T>(name: string): PersistentQueue<T> {
  const journal = openJournal<{ readonly id: string; readonly item?: T; readonly done?: true }>(name);
  const waiting = (): readonly { readonly id: string; readonly item: T }[] => {
    const items = new Map<string, T>();
    for (const { id, item, done } of journal.read()) {
      if (done === true) items.delete(id);
      else if (item !== undefined) items.set(id, item);
    }
    return [...items].map(([id, item]) => ({ id, item }));
  };
  return {
    waiting,
    add(id, item, reason) {
      if (waiting().some((entry) => entry.id === id)) return;
      journal.append({ id, item });
      report({ type: 'queued', item: id, reason });
    },
    finish(id) {
      journal.append({ id, done: true });
      report({ type: 'dequeued', item: id, done: true });
    },
  };
}
