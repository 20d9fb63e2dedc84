import type { Random } from '../../../../domain/random.ts';
import type { ToxicKind } from '../toxic.ts';

/** Cuts what comes into pieces of `average_size` ± `size_variation` bytes, `delay` microseconds apart. */
export const slicer: ToxicKind = {
  type: 'slicer',
  structName: 'SlicerToxic',
  attributes: { average_size: 'int', size_variation: 'int', delay: 'int' },
  async run(pipe, attributes) {
    const sizes = { average: Math.max(1, Number(attributes['average_size'])), variation: Math.max(0, Number(attributes['size_variation'])) };
    const delayMs = Number(attributes['delay']) > 0 ? Math.max(Number(attributes['delay']) / 1000, delayMsMin) : 0;
    for (;;) {
      const taken = await pipe.take();
      if (taken === 'end') return pipe.close();
      if (typeof taken === 'string') return;
      pipe.strike();
      let sent = 0;
      for (const end of cuts(0, taken.data.length, sizes, pipe.random)) {
        pipe.send({ data: taken.data.subarray(sent, end), atMs: taken.atMs });
        sent = end;
        if (await pipe.sleep(delayMs)) continue;
        if (sent < taken.data.length) pipe.send({ data: taken.data.subarray(sent), atMs: taken.atMs });
        return;
      }
    }
  },
};

/** A receiver takes as long to wake up: pieces closer than that are read together. Toxiproxy's timers are no faster. */
const delayMsMin = 0.2;

interface Sizes {
  readonly average: number;
  readonly variation: number;
}

/** Where the pieces end. What is too long is halved, more or less, until it is not: so no place has longer pieces than another. */
function* cuts(start: number, end: number, sizes: Sizes, random: Random): Generator<number> {
  const length = end - start;
  if (length <= sizes.average + sizes.variation) return yield end;
  const middle = start + Math.floor(length / 2) + (sizes.variation > 0 ? random.below(sizes.variation * 2) - sizes.variation : 0);
  // A variation beyond the average could cut outside of the piece, for ever.
  const cut = Math.min(end - 1, Math.max(start + 1, middle));
  yield* cuts(start, cut, sizes, random);
  yield* cuts(cut, end, sizes, random);
}
