import type { Socket } from 'node:net';
import type { Random } from '../../../domain/random.ts';
import type { Chunk } from './chunk.ts';
import { Stage, type Outlet } from './stage.ts';
import type { Direction, Toxic } from './toxic.ts';
import type { Wire } from './wire.ts';

/** Toxiproxy reads so much at once; toxics that treat each chunk by itself depend on it. */
const chunkBytesMax = 32 * 1024;
/** More than this is not held for a receiver that does not read: then its sender has to wait. */
const heldBytesMax = 256 * 1024;

export interface LinkSettings {
  readonly direction: Direction;
  readonly source: Socket;
  readonly receiver: Socket;
  readonly wire: Wire;
  /** The chance of one toxic in this link. */
  randomOf(toxic: Toxic): Random;
  onStrike(toxic: Toxic): void;
  /** Ends the receiver, when everything has been passed on. */
  hangUp(receiver: Socket): void;
}

/**
 * One direction of a connection.
 *
 *   source ─▶ stage ─▶ stage ─▶ receiver        a stage per toxic; without toxics it is a plain pipe
 */
export class Link implements Outlet {
  readonly direction: Direction;
  receivedBytes = 0;
  sentBytes = 0;
  private readonly settings: LinkSettings;
  private stages: readonly Stage[] = [];
  private heldBytesAllowed = heldBytesMax;
  private isEnded = false;
  private isPaused = false;

  constructor(settings: LinkSettings, toxics: readonly Toxic[]) {
    this.settings = settings;
    this.direction = settings.direction;
    for (const toxic of toxics) this.addToxic(toxic);
    const { source, receiver } = settings;
    source.on('data', (data: Buffer) => this.read(data));
    source.on('end', () => this.endOfSource());
    source.on('close', () => this.endOfSource());
    receiver.on('drain', () => this.throttle());
    receiver.on('close', () => this.close());
  }

  /** New toxics come to the end. */
  addToxic(toxic: Toxic): void {
    if (this.settings.receiver.writableEnded) return;
    const stage = new Stage(
      {
        toxic,
        random: this.settings.randomOf(toxic),
        wire: this.settings.wire,
        onStrike: () => this.settings.onStrike(toxic),
        onTaken: () => this.throttle(),
      },
      this,
    );
    const last = this.stages.at(-1);
    this.rearrange([...this.stages, stage]);
    if (last !== undefined) last.outlet = stage;
    stage.start();
  }

  /** Lets a toxic work on with other settings. */
  async updateToxic(toxic: Toxic): Promise<void> {
    const stage = this.stages.find((one) => one.toxic === toxic);
    if (stage === undefined) return;
    await stage.stop();
    stage.start();
  }

  /** What the toxic holds is passed on, or the link ends, as the kind of toxic wants it. */
  async removeToxic(toxic: Toxic): Promise<void> {
    const stage = this.stages.find((one) => one.toxic === toxic);
    if (stage === undefined) return;
    await stage.stop();
    const { closesWhenRemoved } = toxic.kind;
    if (closesWhenRemoved === 'all' || (closesWhenRemoved === 'struck' && stage.hasStruck)) stage.close();
    else stage.flush();
    // What has ended the stream stays where it is: nothing may pass it any more.
    if (stage.isClosed) return;
    const before = this.stages[this.stages.indexOf(stage) - 1];
    if (before !== undefined) before.outlet = stage.outlet;
    this.rearrange(this.stages.filter((one) => one !== stage));
    this.throttle();
  }

  /** What leaves the last stage. */
  push(chunk: Chunk): void {
    this.write(chunk.data);
  }

  end(): void {
    this.settings.hangUp(this.settings.receiver);
  }

  /** Lets go of everything that is on its way. */
  close(): void {
    for (const stage of this.stages) stage.drop();
    // A sender that had to wait goes on, or nobody would see it end.
    this.throttle();
  }

  private rearrange(stages: readonly Stage[]): void {
    this.stages = stages;
    const heldChunks = stages.reduce((sum, { toxic }) => sum + (toxic.kind.heldChunksMax ?? 0), 0);
    this.heldBytesAllowed = heldBytesMax + heldChunks * chunkBytesMax;
  }

  private read(data: Buffer): void {
    this.receivedBytes += data.length;
    const first = this.stages[0];
    if (first === undefined) return this.write(data);
    const atMs = performance.now();
    for (let at = 0; at < data.length; at += chunkBytesMax) first.push({ data: data.subarray(at, at + chunkBytesMax), atMs });
    this.throttle();
  }

  private write(data: Buffer): void {
    const { receiver } = this.settings;
    if (receiver.writableEnded || receiver.destroyed) return;
    this.sentBytes += data.length;
    receiver.write(data);
    if (receiver.writableLength > heldBytesMax) this.throttle();
  }

  private endOfSource(): void {
    if (this.isEnded) return;
    this.isEnded = true;
    const first = this.stages[0];
    if (first === undefined) this.end();
    else first.end();
  }

  /** Lets the sender wait while too much is held, here or for the receiver. */
  private throttle(): void {
    const { source, receiver } = this.settings;
    let heldBytes = receiver.destroyed ? 0 : receiver.writableLength;
    for (const stage of this.stages) heldBytes += stage.heldBytes;
    const isTooMuch = heldBytes > this.heldBytesAllowed;
    if (isTooMuch === this.isPaused) return;
    this.isPaused = isTooMuch;
    if (isTooMuch) source.pause();
    else source.resume();
  }
}
