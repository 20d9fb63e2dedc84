import type { Matching } from '../domain/cassette.ts';
import type { FaultSchedule } from '../domain/fault.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import { exactKey, type CanonicalRequest } from './key.ts';
import type { LooserMatcher } from './matcher.ts';
import { matcherNamed } from './matcher-named.ts';
import { mergeMatching, type CassetteEntry, type OpenCassette } from './open-cassette.ts';

/** Cassettes that are open together, their recordings found by key. One library serves any number of episodes. */
export interface Library {
  readonly cassettes: readonly OpenCassette[];
  readonly matching: Matching;
  /** Starts an episode: every recording is unplayed again. Branches count only where they were recorded under the same faults. */
  play(faults?: FaultSchedule): Playback;
}

/** What an episode has played so far. */
export interface Playback {
  readonly matching: Matching;
  /** Looks up the next recording for a request; it counts as played once `take` is called, which returns a way to put it back. */
  find(canonical: CanonicalRequest, options: { readonly faulted: boolean }): Found;
  /** Recordings of the main line, and of the branch in use, that nobody asked for. */
  unused(): readonly CassetteEntry[];
  /** The agent was started again and may ask from the beginning, or from where it was: every recording can be played once more. What was played stays used. */
  restart(): void;
  readonly playedCount: number;
  readonly totalCount: number;
}

export type Found =
  | { readonly kind: 'found'; readonly entry: CassetteEntry; readonly loose: LooserMatcher | undefined; take(): () => void }
  /** The request was recorded, but fewer times than it is asked. */
  | { readonly kind: 'exhausted'; readonly entry: CassetteEntry }
  | { readonly kind: 'missing' };

/** Joins cassettes into a library. */
export function createLibrary(cassettes: readonly OpenCassette[]): Library {
  const matching = cassettes
    .map((cassette) => cassette.header.matching)
    .reduce(mergeMatching, { matcher: 'exact', volatileFields: [], volatilePatterns: [] });
  const looser = matcherNamed(matching.matcher);
  const exact = new Map<string, CassetteEntry[]>();
  const loose = new Map<string, CassetteEntry[]>();
  for (const { entries } of cassettes) {
    for (const entry of entries) {
      addTo(exact, entry.key, entry);
      if (looser !== undefined && entry.looseKey !== undefined) addTo(loose, entry.looseKey, entry);
    }
  }
  return { cassettes, matching, play: (faults = []) => startPlayback({ cassettes, matching, exact, loose, looser }, faults) };
}

interface Shelves {
  readonly cassettes: readonly OpenCassette[];
  readonly matching: Matching;
  readonly exact: ReadonlyMap<string, readonly CassetteEntry[]>;
  readonly loose: ReadonlyMap<string, readonly CassetteEntry[]>;
  readonly looser: LooserMatcher | undefined;
}

function startPlayback(shelves: Shelves, faults: FaultSchedule): Playback {
  const played = new Set<CassetteEntry>();
  const playedBefore = new Set<CassetteEntry>();
  const branches = branchesFor(shelves.cassettes, faults);
  const mayPlay = (entry: CassetteEntry, faulted: boolean): boolean =>
    entry.branch === 'main' || (faulted && branches.has(`${entry.file}#${entry.branch}`));
  // Where an agent asks one thing a thousand times, what it was answered before is not looked at again.
  const playedAhead = new Map<readonly CassetteEntry[], number>();
  const take = (entry: CassetteEntry): (() => void) => {
    played.add(entry);
    return () => {
      played.delete(entry);
      playedAhead.clear();
    };
  };
  const search = (candidates: readonly CassetteEntry[] | undefined, loose: LooserMatcher | undefined, faulted: boolean): Found => {
    if (candidates === undefined) return { kind: 'missing' };
    let first = playedAhead.get(candidates) ?? 0;
    while (first < candidates.length && played.has(candidates[first]!)) first++;
    if (candidates.length > 1) playedAhead.set(candidates, first);
    for (let index = first; index < candidates.length; index++) {
      const entry = candidates[index]!;
      if (mayPlay(entry, faulted) && !played.has(entry)) return { kind: 'found', entry, loose, take: () => take(entry) };
    }
    const last = candidates.findLast((entry) => mayPlay(entry, faulted));
    return last === undefined ? { kind: 'missing' } : { kind: 'exhausted', entry: last };
  };
  return {
    matching: shelves.matching,
    find(canonical, { faulted }) {
      const found = search(shelves.exact.get(exactKey(canonical)), undefined, faulted);
      if (found.kind !== 'missing' || shelves.looser === undefined) return found;
      const key = shelves.looser.key(canonical);
      return key === undefined ? found : search(shelves.loose.get(key), shelves.looser, faulted);
    },
    unused: () =>
      shelves.cassettes.flatMap(({ entries }) =>
        entries.filter((entry) => mayPlay(entry, branches.size > 0) && !played.has(entry) && !playedBefore.has(entry)),
      ),
    restart() {
      for (const entry of played) playedBefore.add(entry);
      played.clear();
      playedAhead.clear();
    },
    get playedCount() {
      return played.size;
    },
    totalCount: shelves.cassettes.reduce((sum, { entries }) => sum + entries.length, 0),
  };
}

/** The branches that were recorded under exactly these faults. */
function branchesFor(cassettes: readonly OpenCassette[], faults: FaultSchedule): ReadonlySet<string> {
  const wanted = canonicalJson(faults as unknown as Json);
  const names = cassettes.flatMap(({ files, header }) =>
    header.branches
      .filter((branch) => canonicalJson(branch.faults as unknown as Json) === wanted)
      .map((branch) => `${files.readable}#${branch.name}`),
  );
  return new Set(names);
}

function addTo(map: Map<string, CassetteEntry[]>, key: string, entry: CassetteEntry): void {
  const entries = map.get(key);
  if (entries === undefined) map.set(key, [entry]);
  else entries.push(entry);
}
