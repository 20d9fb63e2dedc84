import type { Episode } from '../domain/episode.ts';
import { fail, other, pass, settingOf, type Judgement, type SetCheck } from './check.ts';
import { historyOf } from './history.ts';
import type { Operation } from './operations.ts';
import { listed } from './sentence.ts';

/** A gap between two attempts: from the end of the one to the start of the next. */
interface Gap {
  readonly ms: number;
  /** The seq of the later attempt. */
  readonly seq: number;
}

/** What the retries of one client look like: its gaps by their place, over all operations that it retried. */
interface Sample {
  readonly target: string;
  /** gaps[0] has the first gap of each operation. */
  readonly gaps: readonly (readonly Gap[])[];
}

/** Retries that come at once, or all at the same moment, keep a service down that would have come back. */
export const backsOffExponentially: SetCheck = {
  claim: 'backs-off-exponentially',
  from: 'S1.1',
  rule: 'Over at least eight operations that were retried, each median gap between attempts is 1.5 to 2.67 times the one before, and the first gaps spread by more than 5 %; gaps after a Retry-After, and those at the cap, are left out.',
  declaredAt: ['settings', 'backs-off-exponentially'],
  settings: {
    samplesMin: { default: 8, description: 'Retried operations, over all repeats, without which nothing is decided.' },
    ratioMin: { default: 1.5, description: 'Smallest ratio of the medians of two gaps in a row.' },
    ratioMax: {
      default: 2.67,
      description: 'Largest ratio of the medians of two gaps in a row; wider where the declared jitter is wider than 25 %.',
    },
    capMs: {
      default: 0,
      description: 'Gaps of at least so many milliseconds are at the cap; 0: taken from the gaps, where they stop growing after they have grown.',
    },
    jitterShareMin: { default: 0.05, description: 'Smallest spread of the first gaps, as a share of their median; 0 asks for no jitter.' },
    noiseMs: { default: 20, description: 'Spread, in milliseconds, that timers alone may bring about in real time.' },
  },
  check(episodes) {
    const samples = samplesOf(episodes);
    if (samples.length === 0) return other('not-applicable', 'Nothing was retried: a fault that lasts for some attempts would test this.');
    const samplesMin = setting(episodes, 'samplesMin');
    const large = samples.filter(({ gaps }) => (gaps[1]?.length ?? 0) >= samplesMin);
    const evidence = (some: readonly Sample[]): readonly number[] => [...new Set(some.flatMap(({ gaps }) => gaps.flat().map(({ seq }) => seq)))];
    if (large.length === 0) {
      const counts = samples.map(({ target, gaps }) => `${target}: ${gaps[0]?.length ?? 0} first and ${gaps[1]?.length ?? 0} second gaps`);
      return other(
        'unobserved',
        `Two gaps of at least ${samplesMin} retried operations are needed (\`--repeat ${samplesMin}\`, and a fault that lasts for three attempts); seen: ${listed(counts, '; ')}.`,
        evidence(samples),
      );
    }
    const judged = large.map((sample) => judge(sample, episodes));
    const broken = judged.filter(({ outcome }) => outcome === 'fail');
    const shown = (broken.length > 0 ? broken : judged).map(({ text }) => text).join('; ');
    return broken.length > 0 ? fail(`${shown}.`, evidence(large)) : pass(`${shown}.`, evidence(large));
  },
};

function setting(episodes: readonly Episode[], name: string): number {
  return settingOf(backsOffExponentially, episodes[0]!, name);
}

/** One sample per model and tool: clients differ in their base. Polling is no retry. */
function samplesOf(episodes: readonly Episode[]): readonly Sample[] {
  const retried = episodes.flatMap((episode) => historyOf(episode).operations.filter(({ attempts, polling }) => attempts.length > 1 && !polling));
  return [...Map.groupBy(retried, ({ layer, target }) => `${layer} ${target}`)].map(([target, operations]) => ({ target, gaps: gapsOf(operations) }));
}

function gapsOf(operations: readonly Operation[]): readonly (readonly Gap[])[] {
  const gaps: Gap[][] = [];
  for (const { attempts } of operations) {
    for (const [index, { endMs, retryAfterMs }] of attempts.slice(0, -1).entries()) {
      const next = attempts[index + 1]!;
      gaps[index] ??= [];
      if (endMs !== undefined && retryAfterMs === undefined) gaps[index].push({ ms: next.startMs - endMs, seq: next.seq });
    }
  }
  return gaps;
}

function judge({ target, gaps }: Sample, episodes: readonly Episode[]): Pick<Judgement, 'outcome' | 'text'> {
  const [samplesMin, ratioMin, ratioMax, capMs] = (['samplesMin', 'ratioMin', 'ratioMax', 'capMs'] as const).map((name) =>
    setting(episodes, name),
  ) as [number, number, number, number];
  const medians = gaps.filter((list) => list.length >= samplesMin).map((list) => median(list.map(({ ms }) => ms)));
  const ratios = medians
    .slice(1)
    .map((value, index) => ({ ratio: medians[index] === 0 ? Infinity : value / medians[index]!, capped: capMs > 0 && value >= capMs * 0.75 }));
  // Where no cap is declared, gaps that have grown and then stay as they are have reached it.
  const flat = ratios.findIndex(
    ({ ratio }, index) => index > 0 && ratio < 1.25 && ratio > 0.8 && ratios.slice(index).every((later) => later.ratio < 1.25 && later.ratio > 0.8),
  );
  const counted = capMs > 0 ? ratios.filter(({ capped }) => !capped) : flat < 0 ? ratios : ratios.slice(0, flat);
  const wrong = counted.filter(({ ratio }) => !(ratio >= ratioMin && ratio <= ratioMax));
  const first = gaps[0]!.map(({ ms }) => ms);
  const spread = Math.max(...first) - Math.min(...first);
  const noiseMs = episodes.some(({ events }) => events.some((event) => event.kind === 'episode-started' && event.clock === 'virtual'))
    ? 0
    : setting(episodes, 'noiseMs');
  const jitterShareMin = setting(episodes, 'jitterShareMin');
  const jitters = jitterShareMin === 0 || (spread > jitterShareMin * medians[0]! && spread > noiseMs);
  const text = `${target}: medians of the gaps ${medians.map((ms) => `${Math.round(ms)} ms`).join(', ')} over ${first.length} operations, ratios ${counted.map(({ ratio }) => ratio.toFixed(2)).join(', ') || 'all at the cap'} (${ratioMin} to ${ratioMax}), base ${Math.round(medians[0]!)} ms, spread of the first ${Math.round(spread)} ms (${medians[0] === 0 ? 0 : Math.round((spread / medians[0]!) * 100)} %)${jitters ? '' : ', which is no jitter'}`;
  return { outcome: wrong.length > 0 || !jitters ? 'fail' : 'pass', text };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
