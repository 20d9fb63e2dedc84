/** Numbers from one seed; the same seed gives the same numbers on every machine. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number in [0, bound). */
  below(bound: number): number;
  /** An independent stream for a named purpose, so that adding a draw in one place moves nothing elsewhere. */
  fork(name: string): Random;
}

/**
 * A seeded generator: SplitMix32 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014), reduced to 32 bits.
 *
 * @example seededRandom(7).below(6) // the same die every time
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4294967296;
  };
  return { next, below: (bound) => Math.floor(next() * bound), fork: (name) => seededRandom(hashText(name, seed)) };
}

/** FNV-1a over UTF-16 code units, started from a seed. */
function hashText(text: string, seed: number): number {
  let hash = (2166136261 ^ seed) >>> 0;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  return hash >>> 0;
}
