import type { Episode } from '../domain/episode.ts';
import type { EventKind, EventOf } from '../domain/event.ts';
import type { Json } from '../domain/json.ts';

/** The part of a history that belongs to a task. Tasks that are given before the ones before them were answered share one, as nobody can tell what is done for which. */
export interface TaskWindow {
  readonly tasks: readonly Json[];
  /** `seq` of the first event, and of the first that belongs to the next window. */
  readonly from: number;
  readonly to: number;
  readonly startMs: number;
  readonly answers: readonly EventOf<'answer'>[];
}

type Of = <K extends EventKind>(kind: K) => readonly EventOf<K>[];

/** The windows in order; one for everything where no task was seen given. */
export function taskWindowsOf(episode: Episode, of: Of): readonly TaskWindow[] {
  const given = of('task-given');
  const answers = of('answer');
  if (given.length === 0) return [{ tasks: episode.tasks, from: 0, to: Infinity, startMs: 0, answers }];
  const windows: { from: number; startMs: number; tasks: Json[]; indexes: Set<number> }[] = [];
  const answered = new Set<number>();
  let next = 0;
  for (const { seq, atMs, index, task } of given) {
    while (next < answers.length && answers[next]!.seq < seq) answered.add(answers[next++]!.index);
    const last = windows.at(-1);
    if (last !== undefined && ![...last.indexes].every((one) => answered.has(one))) {
      if (!last.indexes.has(index)) last.tasks.push(task);
      last.indexes.add(index);
    } else windows.push({ from: seq, startMs: atMs, tasks: [task], indexes: new Set([index]) });
  }
  const byIndex = Map.groupBy(answers, ({ index }) => index);
  return windows.map(({ from, startMs, tasks, indexes }, place) => ({
    tasks,
    from: place === 0 ? 0 : from,
    to: windows[place + 1]?.from ?? Infinity,
    startMs,
    answers: [...indexes].flatMap((index) => byIndex.get(index) ?? []),
  }));
}

/** The window that an event lies in. */
export function windowOf(windows: readonly TaskWindow[], seq: number): TaskWindow {
  return windows[Math.max(0, firstWhere(windows, ({ from }) => from > seq) - 1)]!;
}

/** What of a list, which is in order, lies in a window. */
export function within<T extends { readonly seq: number }>(list: readonly T[], { from, to }: TaskWindow): readonly T[] {
  return list.slice(
    firstWhere(list, ({ seq }) => seq >= from),
    firstWhere(list, ({ seq }) => seq >= to),
  );
}

/** Place of the first entry for which something is true that is true for all after it. */
function firstWhere<T>(list: readonly T[], isTrue: (entry: T) => boolean): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isTrue(list[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
