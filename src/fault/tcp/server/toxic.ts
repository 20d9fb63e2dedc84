import type { Random } from '../../../domain/random.ts';
import type { Chunk } from './chunk.ts';
import type { Wire } from './wire.ts';

/** `upstream`: from the client to the server. `downstream`: back. */
export type Direction = 'upstream' | 'downstream';

/** A kind of toxic: what it can be told, and what it does to one direction of one connection. */
export interface ToxicKind {
  readonly type: string;
  /** How Go calls its settings; it occurs in error messages. */
  readonly structName: string;
  /** Settings in the order in which they are written, with their types. What is not told is 0 or false. */
  readonly attributes: Readonly<Record<string, 'int64' | 'int' | 'bool'>>;
  /** Chunks that it may hold while the sender is let go on. Default 0. */
  readonly heldChunksMax?: number;
  /** Connections that begin while it is there end with a RST, whoever ends them. */
  readonly endsWithReset?: true;
  /** Removing it ends connections: all of them, or those that it has struck. */
  readonly closesWhenRemoved?: 'all' | 'struck';
  /** While it is there the port is closed. */
  readonly closesPort?: true;
  /** Why a toxic cannot be as it was asked for. */
  refuse?(toxic: Toxic): string | undefined;
  /** Runs until the connection ends, or the toxic is removed or changed: then every wait says `stopped`, and it is to return, leaving nothing behind. */
  run(pipe: Pipe, attributes: Attributes): Promise<void>;
}

export type Attributes = Readonly<Record<string, number | boolean>>;

/** A toxic of one proxy. */
export interface Toxic {
  readonly kind: ToxicKind;
  readonly name: string;
  /** As it was written, in whatever case. */
  readonly stream: string;
  readonly direction: Direction;
  attributes: Attributes;
  toxicity: number;
}

/** What a toxic has in its hands: one direction of one connection. */
export interface Pipe {
  /** The next bytes; `end` when the sender has ended, `late` when nothing came for so long. */
  take(waitMs?: number): Promise<Chunk | 'end' | 'stopped' | 'late'>;
  /** False if the toxic was removed or changed meanwhile. */
  sleep(ms: number): Promise<boolean>;
  /** Passes bytes on. */
  send(chunk: Chunk): void;
  /** Ends the stream, as if its sender had; what else the sender sends is dropped. */
  close(): void;
  /** To be called when the toxic first does something to a connection. */
  strike(): void;
  hasStruck(): boolean;
  readonly random: Random;
  /** Bytes that this toxic has let through so far; it outlives a change of the toxic. */
  passedBytes: number;
  readonly wire: Wire;
}
