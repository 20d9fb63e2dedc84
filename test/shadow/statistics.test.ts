// Goal: our numbers are right. Method: an independent library over a grid, identities where it falls short, laws over generated inputs, and the
// figures that the specification prints.
import fc from 'fast-check';
import { jStat } from 'jstat';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/domain/random.ts';
import { agreement } from '../../src/shadow/statistics/agreement.ts';
import { anytimeLower, anytimeUpper, decisionsUntilAbove, isAbove, logEvidence } from '../../src/shadow/statistics/anytime-bounds.ts';
import { drawHypergeometric } from '../../src/shadow/statistics/draw-hypergeometric.ts';
import { effectiveSize } from '../../src/shadow/statistics/effective-size.ts';
import { binomialUpperTail, incompleteBeta } from '../../src/shadow/statistics/incomplete-beta.ts';
import { kolmogorovSmirnov } from '../../src/shadow/statistics/kolmogorov-smirnov.ts';
import { logBeta, logGamma } from '../../src/shadow/statistics/log-gamma.ts';
import { exactMcNemar } from '../../src/shadow/statistics/mcnemar.ts';
import { normalQuantile, normalUpperTail } from '../../src/shadow/statistics/normal.ts';
import { pairedBootstrap } from '../../src/shadow/statistics/paired-bootstrap.ts';
import { populationStability, stabilityByChance } from '../../src/shadow/statistics/population-stability.ts';
import { clopperPearsonLower, clopperPearsonUpper, wilsonLower } from '../../src/shadow/statistics/single-look-bounds.ts';

const near = (ours: number, theirs: number, relative: number): void => {
  expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(relative * Math.max(1e-12, Math.abs(theirs)));
};

/** Binomial probabilities of 0 … n, by their recurrence. */
function binomial(n: number, p: number): readonly number[] {
  const weights = [1];
  for (let k = 0; k < n; k++) weights.push((weights[k]! * (n - k) * p) / ((k + 1) * (1 - p)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** k of n, with n up to ten millions. */
const proportion = fc.integer({ min: 1, max: 1e7 }).chain((n) => fc.record({ n: fc.constant(n), k: fc.integer({ min: 0, max: n }) }));
const alpha = fc.constantFrom(0.2, 0.05, 0.01, 0.05 / 40);

describe('special functions', () => {
  test('agree with an independent library over a grid', () => {
    let compared = 0;
    for (const x of [0.1, 0.5, 1.5, 3, 7.2, 9.99, 10.01, 42, 1e3, 1e5, 1e7]) near(logGamma(x), jStat.gammaln(x), 1e-10);
    for (const a of [0.5, 1, 2, 10, 99, 950]) {
      for (const b of [0.5, 1, 3, 20, 51, 400]) {
        for (const x of [0.01, 0.1, 0.5, 0.9, 0.95, 0.99]) {
          const theirs = jStat.beta.cdf(x, a, b);
          // Its continued fraction stops at seven digits.
          expect(Math.abs(incompleteBeta(x, a, b) - theirs)).toBeLessThan(1e-7);
          compared++;
        }
      }
    }
    for (const p of [0.5, 0.1, 0.05, 0.025, 0.001, 1e-6]) {
      expect(normalQuantile(p)).toBeCloseTo(jStat.normal.inv(1 - p, 0, 1), 5);
      expect(normalUpperTail(normalQuantile(p))).toBeCloseTo(p, 12);
    }
    expect(compared).toBe(216);
  });

  test('hold their identities where that library is too coarse', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 1e7, noNaN: true }), fc.double({ min: 0.5, max: 1e7, noNaN: true }), (a, b) => {
        // B(a, b+1) = B(a, b) · b/(a+b), and Γ(x+1) = xΓ(x).
        expect(Math.abs(logBeta(a, b + 1) - logBeta(a, b) - Math.log(b / (a + b)))).toBeLessThan(1e-7);
        expect(Math.abs(logGamma(a + 1) - logGamma(a) - Math.log(a))).toBeLessThan(1e-6);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (n, p) => {
        // The binomial tail, summed term by term.
        const weights = binomial(n, p);
        for (let k = 0; k <= n + 1; k++) {
          const tail = weights.slice(k).reduce((sum, weight) => sum + weight, 0);
          expect(Math.abs(binomialUpperTail(k, n, p) - tail)).toBeLessThan(1e-12);
          if (n < 20 && k <= n) expect(weights[k]).toBeCloseTo(jStat.binomial.pdf(k, n, p), 10);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('bounds on a proportion', () => {
  test('Clopper and Pearson are quantiles of the beta distribution', () => {
    for (const [k, n] of [
      [1, 10],
      [9, 10],
      [90, 100],
      [970, 1000],
      [327, 328],
      [0, 50],
      [50, 50],
    ] as const) {
      for (const level of [0.05, 0.025, 0.00125]) {
        near(clopperPearsonLower(k, n, level), k === 0 ? 0 : jStat.beta.inv(level, k, n - k + 1), 1e-6);
        near(clopperPearsonUpper(k, n, level), k === n ? 1 : jStat.beta.inv(1 - level, k + 1, n - k), 1e-6);
      }
    }
  });

  test("Wilson's bound is where the score test turns", () => {
    const [k, n, z] = [970, 1000, normalQuantile(0.05)];
    const p = wilsonLower(k, n, 0.05);
    expect((k / n - p) / Math.sqrt((p * (1 - p)) / n)).toBeCloseTo(z, 9);
  });

  test('the evidence is a martingale: its mean is 1 under the true probability', () => {
    for (const n of [1, 7, 40, 150]) {
      for (const p of [0.5, 0.94, 0.99]) {
        const mean = binomial(n, p).reduce((sum, weight, k) => sum + weight * Math.exp(logEvidence(k, n, p)), 0);
        expect(mean).toBeCloseTo(1, 9);
      }
    }
  });

  test('are ordered, monotone, and stable up to ten million decisions', () => {
    fc.assert(
      fc.property(proportion, alpha, ({ k, n }, level) => {
        const lower = anytimeLower(k, n, level);
        const upper = anytimeUpper(k, n, level);
        expect(lower).toBeGreaterThanOrEqual(0);
        expect(lower).toBeLessThanOrEqual(k / n);
        expect(upper).toBeGreaterThanOrEqual(k / n);
        expect(upper).toBeLessThanOrEqual(1);
        // Looking every day costs something.
        expect(lower).toBeLessThanOrEqual(clopperPearsonLower(k, n, level) + 1e-12);
        if (k < n) {
          expect(anytimeLower(k + 1, n, level)).toBeGreaterThan(lower);
          expect(anytimeLower(k, n + 1, level)).toBeLessThanOrEqual(lower);
        }
        // The bound is the place where the evidence reaches 1/α.
        if (k > 0 && lower > 1e-9) expect(logEvidence(k, n, lower)).toBeCloseTo(-Math.log(level), 4);
        expect(isAbove(k, n, Math.min(0.999999, lower + 1e-7), level)).toBe(false);
        if (lower > 1e-6) expect(isAbove(k, n, lower - 1e-7, level)).toBe(true);
        // Strong evidence against p is no evidence for more than p where the rate lies below it.
        if (k < n) expect(isAbove(k, n, Math.min(0.999999, k / n + 0.01), level)).toBe(false);
      }),
    );
  });

  test('have the values that are written in the documents', () => {
    expect(anytimeLower(1107, 1130, 0.05).toFixed(3)).toBe('0.959');
    expect(clopperPearsonUpper(0, 328, 0.05 / 40)).toBeCloseTo(0.0202, 4);
    expect(clopperPearsonUpper(1, 328, 0.05 / 40)).toBeLessThan(0.03);
    expect(clopperPearsonUpper(0, 405, 0.05)).toBeLessThan(0.0074);
    expect([clopperPearsonUpper(0, 597, 0.05) <= 0.005, clopperPearsonUpper(0, 598, 0.05) <= 0.005]).toEqual([false, true]);
  });

  test('say how long a good agent waits', () => {
    const rates = [0.96, 0.97, 0.98, 0.99];
    expect(rates.map((rate) => decisionsUntilAbove(rate, 0.95, 0.05))).toEqual([7234, 1539, 596, 291]);
    // With whole successes, k = round(rate · n), the bound has passed at the numbers of the specification too; they are a coarser reading of the same path.
    for (const [index, n] of [7187, 1544, 599, 295].entries()) {
      expect(isAbove(Math.round(rates[index]! * n), n, 0.95, 0.05)).toBe(true);
      expect(Math.abs(decisionsUntilAbove(rates[index]!, 0.95, 0.05)! / n - 1)).toBeLessThan(0.015);
    }
    expect(decisionsUntilAbove(0.95, 0.95, 0.05)).toBeUndefined();
    expect(decisionsUntilAbove(1, 0.95, 0.05)).toBe(158);
  });
});

describe('comparisons', () => {
  test('exact McNemar is twice the smaller binomial tail', () => {
    expect(exactMcNemar(0, 0)).toBe(1);
    expect(exactMcNemar(5, 5)).toBe(1);
    expect(exactMcNemar(0, 6)).toBeCloseTo(2 / 64, 12);
    expect(exactMcNemar(3, 12)).toBeCloseTo((2 * (1 + 15 + 105 + 455)) / 2 ** 15, 12);
    expect(exactMcNemar(400_000, 401_000)).toBeGreaterThan(0.2);
    fc.assert(fc.property(fc.nat(5000), fc.nat(5000), (b, c) => Math.abs(exactMcNemar(b, c) - exactMcNemar(c, b)) < 1e-12));
  });

  test('κ collapses under skew and AC1 does not', () => {
    const ratings = (pairs: readonly (readonly [number, number, number])[]): readonly [number[], number[]] => [
      pairs.flatMap(([a, , count]) => Array.from({ length: count }, () => a)),
      pairs.flatMap(([, b, count]) => Array.from({ length: count }, () => b)),
    ];
    const skewed = agreement(
      ...ratings([
        [1, 1, 94],
        [1, 2, 5],
        [2, 1, 1],
      ]),
    )!;
    expect([skewed.observed.toFixed(2), skewed.kappa!.toFixed(2), skewed.ac1!.toFixed(2)]).toEqual(['0.94', '-0.02', '0.94']);
    // Cohen's own example shape: 20 + 15 agree of 50.
    const balanced = agreement(
      ...ratings([
        [1, 1, 20],
        [1, 2, 5],
        [2, 1, 10],
        [2, 2, 15],
      ]),
    )!;
    expect(balanced.kappa).toBeCloseTo(0.4, 12);
    expect(agreement([1, 1], [1, 1])).toEqual({ observed: 1, kappa: null, ac1: null });
    expect(agreement([], [])).toBeUndefined();
  });

  test('a bootstrap interval covers the mean about as often as it says, grouped or not', () => {
    for (const [size, rounds] of [
      [200, 100],
      [12_000, 12],
    ] as const) {
      let covered = 0;
      for (let round = 0; round < rounds; round++) {
        const random = seededRandom(round);
        const differences = Float64Array.from({ length: size }, () => (random.next() < 0.1 ? 10 : random.next() < 0.1 ? -10 : 0));
        const { lower, upper } = pairedBootstrap(differences, random.fork('bootstrap'));
        // The true mean: 0.1 · 10 − 0.9 · 0.1 · 10.
        if (lower <= 0.1 && 0.1 <= upper) covered++;
      }
      expect(covered / rounds).toBeGreaterThan(0.85);
    }
  });
});

describe('samples', () => {
  test('hypergeometric draws have the hypergeometric distribution', () => {
    for (const [total, marked, drawn] of [
      [20, 7, 8],
      [200, 20, 100],
      [10, 10, 4],
    ] as const) {
      const random = seededRandom(7);
      const counts = new Map<number, number>();
      const rounds = 20_000;
      for (let round = 0; round < rounds; round++) {
        const value = drawHypergeometric(random, total, marked, drawn);
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      for (const [value, count] of counts) {
        const p = total === marked ? 1 : jStat.hypgeom.pdf(value, total, marked, drawn);
        expect(Math.abs(count / rounds - p)).toBeLessThan(4.5 * Math.sqrt((p * (1 - p)) / rounds) + 1e-9);
      }
    }
  });

  test('PSI of two samples of a hundred in ten bins is 0.18 by chance, and its own 95 % point is passed by one of twenty', () => {
    const random = seededRandom(11);
    const sample = (): Float64Array => {
      const counts = new Float64Array(10);
      for (let index = 0; index < 100; index++) counts[random.below(10)]!++;
      return counts;
    };
    let [sum, beyond] = [0, 0];
    for (let round = 0; round < 400; round++) {
      const [before, recent] = [sample(), sample()];
      const index = populationStability(before, recent);
      sum += index;
      if (index > stabilityByChance(before, recent, 199, random)) beyond++;
    }
    expect(sum / 400).toBeGreaterThan(0.16);
    expect(sum / 400).toBeLessThan(0.2);
    expect(beyond / 400).toBeGreaterThan(0.015);
    expect(beyond / 400).toBeLessThan(0.09);
    expect(populationStability([50, 50], [50, 50])).toBe(0);
  });

  test('Kolmogorov and Smirnov see a shift, and no shift', () => {
    const random = seededRandom(3);
    const uniform = (shift: number): Float64Array => Float64Array.from({ length: 500 }, () => random.next() + shift).sort();
    expect(kolmogorovSmirnov(uniform(0), uniform(0.3)).p).toBeLessThan(1e-6);
    expect(kolmogorovSmirnov(Float64Array.of(1, 2, 3), Float64Array.of(1, 2, 3))).toEqual({ distance: 0, p: 1 });
    let below = 0;
    for (let round = 0; round < 300; round++) if (kolmogorovSmirnov(uniform(0), uniform(0)).p < 0.05) below++;
    expect(below / 300).toBeLessThan(0.09);
  });

  test('clusters whose cases are all alike count once each', () => {
    const alike = Array.from({ length: 50 }, (_, index) => ({ n: 10, k: index % 10 === 0 ? 0 : 10 }));
    expect(effectiveSize(alike)!.effective).toBeCloseTo(50, 6);
    const random = seededRandom(5);
    const independent = Array.from({ length: 200 }, () => {
      let k = 0;
      for (let one = 0; one < 10; one++) if (random.next() < 0.9) k++;
      return { n: 10, k };
    });
    expect(effectiveSize(independent)!.effective).toBeGreaterThan(1700);
    expect(effectiveSize([{ n: 5, k: 3 }])).toBeUndefined();
  });
});
