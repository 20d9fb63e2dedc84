import { Arbitrary, Stream, Value, stream, type Random } from 'fast-check';
import { chanceDraw, type Draw } from './draw.ts';

/** How values of one sort come about. */
export interface Drawn<T> {
  draw(draw: Draw): T;
  /** Whether a value could be one of these; whoever loads one from a file asks first. */
  fits(value: unknown): value is T;
  /** Simpler ones of the same sort, the greatest step first. */
  simpler(value: T): Iterable<T>;
}

/**
 * An arbitrary of fast-check whose values are shrunk by what they mean. It needs no memory of how a value was drawn: one that was recorded, written by hand or
 * read from a file is shrunk like one that was just drawn.
 */
export class DrawnArbitrary<T> extends Arbitrary<T> {
  private readonly drawn: Drawn<T>;

  constructor(drawn: Drawn<T>) {
    super();
    this.drawn = drawn;
  }

  override generate(random: Random, bias: number | undefined): Value<T> {
    return new Value(this.drawn.draw(chanceDraw(random, bias)), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is T {
    return this.drawn.fits(value);
  }

  override shrink(value: T): Stream<Value<T>> {
    return stream(this.shrunk(value));
  }

  private *shrunk(value: T): Generator<Value<T>, undefined> {
    for (const simpler of this.drawn.simpler(value)) yield new Value(simpler, undefined);
    return undefined;
  }
}
