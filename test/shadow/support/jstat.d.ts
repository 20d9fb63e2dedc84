/** The few functions of jstat that serve as an independent opinion. */
declare module 'jstat' {
  export const jStat: {
    gammaln(x: number): number;
    beta: { cdf(x: number, a: number, b: number): number; inv(p: number, a: number, b: number): number };
    normal: { inv(p: number, mean: number, deviation: number): number; cdf(x: number, mean: number, deviation: number): number };
    binomial: { pdf(k: number, n: number, p: number): number };
    hypgeom: { pdf(k: number, population: number, successes: number, draws: number): number };
  };
}
