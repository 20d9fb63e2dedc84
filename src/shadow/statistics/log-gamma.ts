const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

/** Natural logarithm of the gamma function for x > 0. */
export function logGamma(x: number): number {
  return (x - 0.5) * Math.log(x) - x + halfLogTwoPi + stirlingRest(x);
}

/**
 * Natural logarithm of the beta function for a, b > 0. Stirling's large terms cancel on paper instead of in floating point, so that it keeps nine
 * digits after the point for arguments of ten millions (see Didonato and Morris, "Algorithm 708", 1992, for the same thought).
 */
export function logBeta(a: number, b: number): number {
  const sum = a + b;
  const rest = stirlingRest(a) + stirlingRest(b) - stirlingRest(sum);
  return (a - 0.5) * Math.log(a / sum) + (b - 0.5) * Math.log(b / sum) - 0.5 * Math.log(sum) + halfLogTwoPi + rest;
}

/** What Stirling's formula leaves over: the asymptotic series from 10 on, below it the recurrence Γ(x+1) = x·Γ(x) up to there. */
function stirlingRest(x: number): number {
  if (x >= 10) {
    const inverse = 1 / x;
    const square = inverse * inverse;
    return inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360360)))));
  }
  let product = 1;
  let shifted = x;
  while (shifted < 10) product *= shifted++;
  const value = (shifted - 0.5) * Math.log(shifted) - shifted + stirlingRest(shifted) - Math.log(product);
  return value - ((x - 0.5) * Math.log(x) - x);
}
