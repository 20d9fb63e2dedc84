import { connect, type Socket } from 'node:net';
import type { Random } from '../../../domain/random.ts';
import type { SocketAddress } from '../socket-address.ts';
import { Link } from './link.ts';
import { openCopy } from './open-copy.ts';
import type { Direction, Toxic } from './toxic.ts';
import type { Wire } from './wire.ts';

export interface ConnectionSettings {
  /** Connections of a proxy count from 1. */
  readonly number: number;
  readonly client: Socket;
  readonly upstream: SocketAddress;
  readonly random: Random;
  /** The toxics of a direction, as they are when the upstream has been reached. */
  toxicsOf(direction: Direction): readonly Toxic[];
  onStrike(toxic: Toxic): void;
  /** Called when no socket is left. */
  onClosed(): void;
}

/**
 * A client, a server, and a link in each direction.
 *
 *   client ─▶ upstream link ─▶ server
 *   client ◀─ downstream link ◀─ server
 *
 * As in Toxiproxy an end of one direction closes its receiver altogether: half-closed connections are not kept.
 */
export class Connection {
  private readonly settings: ConnectionSettings;
  private readonly client: Socket;
  private readonly server: Socket;
  private readonly copies = new Set<Socket>();
  private links: readonly Link[] = [];
  private endsWithReset = false;
  private openCount = 2;

  constructor(settings: ConnectionSettings) {
    this.settings = settings;
    this.client = settings.client;
    this.server = connect({ ...settings.upstream, noDelay: true, allowHalfOpen: true });
    for (const socket of [this.client, this.server]) {
      // What breaks shows as the end of its direction; a socket without a listener would end the process.
      socket.on('error', () => undefined);
      socket.on('close', () => this.closed());
    }
    const giveUp = (): void => void this.client.destroy();
    this.server.once('close', giveUp);
    this.client.once('close', () => {
      if (this.server.connecting) this.server.destroy();
    });
    this.server.once('connect', () => {
      this.server.off('close', giveUp);
      this.start();
    });
  }

  get number(): number {
    return this.settings.number;
  }

  /** Bytes so far, by direction. */
  bytes(direction: Direction): { readonly received: number; readonly sent: number } {
    const link = this.link(direction);
    return { received: link?.receivedBytes ?? 0, sent: link?.sentBytes ?? 0 };
  }

  addToxic(toxic: Toxic): void {
    this.link(toxic.direction)?.addToxic(toxic);
  }

  async updateToxic(toxic: Toxic): Promise<void> {
    await this.link(toxic.direction)?.updateToxic(toxic);
  }

  async removeToxic(toxic: Toxic): Promise<void> {
    await this.link(toxic.direction)?.removeToxic(toxic);
  }

  /** Closes everything at once. */
  destroy(): void {
    for (const link of this.links) link.close();
    for (const socket of [this.client, this.server, ...this.copies]) socket.destroy();
  }

  private link(direction: Direction): Link | undefined {
    return this.links.find((link) => link.direction === direction);
  }

  private start(): void {
    const { client, server, settings } = this;
    if (client.destroyed) return void server.destroy();
    const [up, down] = [settings.toxicsOf('upstream'), settings.toxicsOf('downstream')];
    this.endsWithReset = [...up, ...down].some(({ kind }) => kind.endsWithReset === true);
    this.links = [this.createLink('upstream', client, server, up), this.createLink('downstream', server, client, down)];
    client.resume();
  }

  private createLink(direction: Direction, source: Socket, receiver: Socket, toxics: readonly Toxic[]): Link {
    const { random, onStrike } = this.settings;
    const settings = {
      direction,
      source,
      receiver,
      wire: this.createWire(source, receiver),
      randomOf: (toxic: Toxic) => random.fork(`${direction}/${toxic.name}`),
      onStrike,
      hangUp: (socket: Socket) => this.hangUp(socket),
    };
    return new Link(settings, toxics);
  }

  private createWire(source: Socket, receiver: Socket): Wire {
    return {
      reset: () => {
        for (const socket of [receiver, source]) resetWhenFlushed(socket);
      },
      endReceiver: () => void receiver.end(),
      dropSender: () => void source.destroy(),
      openCopy: (delayMs) => {
        this.openCount++;
        return openCopy(this.settings.upstream, delayMs, this.copies, () => this.closed());
      },
    };
  }

  private hangUp(socket: Socket): void {
    if (this.endsWithReset) resetWhenFlushed(socket);
    else socket.destroySoon();
  }

  private closed(): void {
    if (--this.openCount === 0) this.settings.onClosed();
  }
}

/** A peer that does not read is not waited for longer than that. */
const flushMsMax = 1000;

/** A RST, after what was written has left for the kernel. */
function resetWhenFlushed(socket: Socket): void {
  if (socket.destroyed) return;
  const reset = (): void => void socket.resetAndDestroy();
  if (socket.writableLength === 0 || socket.writableEnded) return reset();
  const timer = setTimeout(reset, flushMsMax);
  socket.once('close', () => clearTimeout(timer));
  socket.write('', reset);
}
