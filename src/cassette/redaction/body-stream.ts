import { moveBorders } from './edit.ts';
import { decodeLossless, encodeLossless, losslessLength, tornCharacter } from './lossless-text.ts';
import { decide, type Decided, type WindowReader, type WindowSizes, windowStart } from './window.ts';

/** A piece of a body that has been redacted and changes no more. */
export interface RedactedPiece {
  readonly bytes: Uint8Array;
  /** The lengths of the chunks that end within it; the first may have begun before. */
  readonly chunkBytes: readonly number[];
}

/**
 * Redacts a body while it comes. What it gives depends on the bytes alone, not on how they were cut into chunks, nor on when it was asked.
 *
 * Laws (`test/laws/body-stream.laws.ts`): a body that fits into the window gives what it gives as a whole; the number of chunks stays; no piece holds a
 * secret that a detector finds in the whole.
 */
export interface BodyStream {
  push(chunk: Uint8Array): void;
  /** What was pushed and is not decided, in bytes. */
  readonly waitingBytes: number;
  /** All bytes that were given. */
  readonly givenBytes: number;
  /** Something was replaced. */
  readonly isChanged: boolean;
  /** Decides what can be decided; gives pieces, and undefined where it may be interrupted. With `isEnd` nothing may be pushed any more. */
  work(isEnd: boolean): Generator<RedactedPiece | undefined>;
  /** A stream that has seen the same, to be ended on its own. */
  copy(): BodyStream;
}

/** Starts a body. `onDecided` is told what was replaced. */
export function createBodyStream(reader: WindowReader, sizes: WindowSizes, onDecided: (decided: Decided) => void): BodyStream {
  return new WindowedBody(reader, sizes, onDecided);
}

class WindowedBody implements BodyStream {
  givenBytes = 0;
  isChanged = false;
  private readonly reader: WindowReader;
  private readonly sizes: WindowSizes;
  private readonly onDecided: (decided: Decided) => void;
  private state = windowStart;
  /** Decoded and undecided. */
  private text = '';
  /** The window is looked at when there is as much as this. */
  private lookAt: number;
  /** The beginning of a character whose rest has not come. */
  private torn: Uint8Array = new Uint8Array();
  private pushedBytes = 0;
  private decidedBytes = 0;
  /** Where chunks end, counted from the beginning of the body. */
  private borders: number[] = [];
  private lastBorder = 0;

  constructor(reader: WindowReader, sizes: WindowSizes, onDecided: (decided: Decided) => void) {
    this.reader = reader;
    this.sizes = sizes;
    this.onDecided = onDecided;
    this.lookAt = sizes.windowMin;
  }

  get waitingBytes(): number {
    return this.pushedBytes - this.decidedBytes;
  }

  push(chunk: Uint8Array): void {
    this.pushedBytes += chunk.length;
    this.borders.push(this.pushedBytes);
    const bytes = this.torn.length === 0 ? chunk : Buffer.concat([this.torn, chunk]);
    const whole = bytes.length - tornCharacter(bytes);
    this.text += decodeLossless(bytes.subarray(0, whole));
    this.torn = Uint8Array.from(bytes.subarray(whole));
  }

  *work(isEnd: boolean): Generator<RedactedPiece | undefined> {
    while (this.text.length > this.lookAt) {
      const decided = yield* decide({ text: this.text.slice(0, this.lookAt), state: this.state, isLast: false }, this.reader, this.sizes);
      if (decided === undefined) {
        this.lookAt = Math.min(this.sizes.windowMax, Math.ceil(this.lookAt * 1.5));
        continue;
      }
      this.lookAt = this.sizes.windowMin;
      yield this.give(decided, false);
    }
    if (!isEnd) return;
    const decided = yield* decide({ text: this.text, state: this.state, isLast: true }, this.reader, this.sizes);
    yield this.give(decided!, true);
  }

  copy(): BodyStream {
    const copy = new WindowedBody(this.reader, this.sizes, this.onDecided);
    copy.givenBytes = this.givenBytes;
    copy.isChanged = this.isChanged;
    copy.state = this.state;
    copy.text = this.text;
    copy.lookAt = this.lookAt;
    copy.torn = this.torn;
    copy.pushedBytes = this.pushedBytes;
    copy.decidedBytes = this.decidedBytes;
    copy.borders = [...this.borders];
    copy.lastBorder = this.lastBorder;
    return copy;
  }

  private give(decided: Decided, isLast: boolean): RedactedPiece {
    this.onDecided(decided);
    this.isChanged ||= decided.rounds.length > 0;
    const torn = isLast ? this.torn : new Uint8Array();
    const original = losslessLength(this.text.slice(0, decided.length)) + torn.length;
    let count = 0;
    while (count < this.borders.length && this.borders[count]! - this.decidedBytes <= original) count++;
    let borders = this.borders.splice(0, count).map((border) => border - this.decidedBytes);
    for (const { text, edits } of decided.rounds) borders = moveBorders(text, edits, borders, losslessLength);
    const bytes = Buffer.concat([encodeLossless(decided.text), torn]);
    const chunkBytes = borders.map((border) => {
      const length = this.givenBytes + border - this.lastBorder;
      this.lastBorder += length;
      return length;
    });
    this.text = this.text.slice(decided.length);
    this.state = decided.state;
    this.decidedBytes += original;
    this.givenBytes += bytes.length;
    return { bytes, chunkBytes };
  }
}
