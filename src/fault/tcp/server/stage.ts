import type { Random } from '../../../domain/random.ts';
import type { Chunk } from './chunk.ts';
import { passOn } from './toxics/pass-on.ts';
import type { Pipe, Toxic } from './toxic.ts';
import { waitFor, type Wait } from './wait-for.ts';
import type { Wire } from './wire.ts';

/** Where a stage passes things on to: the next one, or the receiver. */
export interface Outlet {
  push(chunk: Chunk): void;
  end(): void;
}

interface StageSettings {
  readonly toxic: Toxic;
  readonly random: Random;
  readonly wire: Wire;
  /** Called at the first thing that the toxic does to the connection. */
  readonly onStrike: () => void;
  /** Called when bytes have left its queue. */
  readonly onTaken: () => void;
}

/**
 * One toxic at work in one link.
 *
 *   push ─▶ queue ─▶ toxic ─▶ outlet
 */
export class Stage implements Outlet {
  readonly toxic: Toxic;
  outlet: Outlet;
  private readonly settings: StageSettings;
  private readonly queue: Chunk[] = [];
  private queuedBytes = 0;
  /** Bytes that the toxic took and has not passed on. */
  private inHandBytes = 0;
  private isEnded = false;
  isClosed = false;
  hasStruck = false;
  private isStopping = false;
  private wait: Wait | undefined;
  private running: Promise<void> = Promise.resolve();
  private readonly pipe: Pipe;

  constructor(settings: StageSettings, outlet: Outlet) {
    this.settings = settings;
    this.toxic = settings.toxic;
    this.outlet = outlet;
    this.pipe = this.createPipe();
  }

  /** Bytes that it holds. */
  get heldBytes(): number {
    return this.queuedBytes + this.inHandBytes;
  }

  push(chunk: Chunk): void {
    if (this.isClosed) return;
    this.queue.push(chunk);
    this.queuedBytes += chunk.data.length;
    this.wait?.wake();
  }

  end(): void {
    if (this.isClosed) return;
    this.isEnded = true;
    this.wait?.wake();
  }

  /** Sets the toxic to work, with its settings of now. Whether this connection is hit is drawn here. */
  start(): void {
    if (this.isClosed) return;
    this.isStopping = false;
    const { kind, attributes, toxicity } = this.toxic;
    const isHit = this.settings.random.next() < toxicity;
    this.running = isHit ? kind.run(this.pipe, attributes) : passOn(this.pipe);
  }

  /** Ends the work of the toxic. What it has not taken yet stays in the queue. */
  async stop(): Promise<void> {
    this.isStopping = true;
    this.wait?.wake();
    await this.running;
    this.inHandBytes = 0;
  }

  /** Passes on what is left, for a toxic that is no more. */
  flush(): void {
    if (this.isClosed) return;
    for (const chunk of this.queue.splice(0)) this.outlet.push(chunk);
    this.queuedBytes = 0;
    if (this.isEnded) this.close();
  }

  /** Ends the stream here. */
  close(): void {
    if (this.isClosed) return;
    this.drop();
    this.outlet.end();
  }

  /** Lets go of everything, without a word to what comes after. */
  drop(): void {
    this.isClosed = true;
    this.queue.length = 0;
    this.queuedBytes = 0;
    this.isStopping = true;
    this.wait?.wake();
  }

  private createPipe(): Pipe {
    return {
      hasStruck: () => this.hasStruck,
      take: (waitMs) => this.take(waitMs),
      sleep: (ms) => this.sleep(ms),
      send: (chunk) => {
        this.inHandBytes = Math.max(0, this.inHandBytes - chunk.data.length);
        if (!this.isClosed) this.outlet.push(chunk);
      },
      close: () => this.close(),
      strike: () => {
        if (!this.hasStruck) this.settings.onStrike();
        this.hasStruck = true;
      },
      random: this.settings.random,
      passedBytes: 0,
      wire: this.settings.wire,
    };
  }

  private async take(waitMs: number | undefined): Promise<Chunk | 'end' | 'stopped' | 'late'> {
    this.inHandBytes = 0;
    let isLate = false;
    while (!this.isStopping && this.queue.length === 0 && !this.isEnded && !isLate) isLate = await this.pause(waitMs);
    if (this.isStopping) return 'stopped';
    const chunk = this.queue.shift();
    if (chunk === undefined) return this.isEnded ? 'end' : 'late';
    this.queuedBytes -= chunk.data.length;
    this.inHandBytes = chunk.data.length;
    this.settings.onTaken();
    return chunk;
  }

  private async sleep(ms: number): Promise<boolean> {
    const until = performance.now() + ms;
    while (!this.isStopping) {
      const leftMs = until - performance.now();
      // A timer may ring some microseconds before its time.
      if (leftMs <= 0.05) return true;
      await this.pause(leftMs);
    }
    return false;
  }

  /** Waits until something happens; true if that was the time. */
  private async pause(ms: number | undefined): Promise<boolean> {
    this.wait = waitFor(ms);
    const isOver = await this.wait.over;
    this.wait = undefined;
    return isOver;
  }
}
