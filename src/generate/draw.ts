import type { Random as FastCheckRandom } from 'fast-check';
import { seededRandom, type Random } from '../domain/random.ts';

/** Where the chance of a generated value comes from. Whoever draws puts the simplest first, so that the lowest draw of all gives the simplest value. */
export interface Draw {
  /** A whole number from min to max, both included. */
  int(min: number, max: number): number;
  /** True once in so many times. */
  oneIn(times: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** True where a value at the edge of what is allowed is wanted. */
  edge(): boolean;
  /** What may still be spent on values that turn out not to fit; at 0 nothing more is tried. */
  triesLeft: number;
  /** What may still be spent on size; below 0 everything is as short as can be. */
  sizeLeft: number;
}

const triesMax = 3000;
const sizeMax = 400;
/** Without a wish of fast-check's every eighth value lies at an edge. */
const usualBias = 8;

/** Draws from the chance of fast-check. `bias` is its wish: one value in so many is to lie at an edge. */
export function chanceDraw(random: FastCheckRandom, bias: number | undefined): Draw {
  const oneIn = (times: number): boolean => random.nextInt(1, times) === times;
  return {
    int: (min, max) => (min === max ? min : random.nextInt(min, max)),
    oneIn,
    pick: (from) => (from.length === 1 ? from[0]! : from[random.nextInt(0, from.length - 1)]!),
    edge: () => oneIn(bias === undefined ? usualBias : Math.max(2, bias)),
    triesLeft: triesMax,
    sizeLeft: sizeMax,
  };
}

/** Always the lowest. `attempt` above 0 strays a little from it, the same way every time, for what does not fit at its lowest. */
export function lowestDraw(attempt: number): Draw {
  const random = seededRandom(attempt);
  const int = (min: number, max: number): number => (attempt === 0 ? min : min + random.below(Math.min(max - min, attempt) + 1));
  return {
    int,
    oneIn: (times) => attempt > 0 && random.below(times * 4) === 0,
    pick: (from) => from[int(0, from.length - 1)]!,
    edge: () => attempt > 4 && random.below(8) === 0,
    triesLeft: attempt === 0 ? 20 : 100 + attempt * 20,
    sizeLeft: 0,
  };
}

/** From a seed of our own, where no run of fast-check decides. */
export function seededDraw(seed: number): Draw {
  return drawFrom(seededRandom(seed));
}

/** From one stream of chance. */
export function drawFrom(random: Random): Draw {
  return {
    int: (min, max) => min + random.below(max - min + 1),
    oneIn: (times) => random.below(times) === 0,
    pick: (from) => from[random.below(from.length)]!,
    edge: () => random.below(4) === 0,
    triesLeft: triesMax,
    sizeLeft: sizeMax,
  };
}
