import { createServer, type Server, type Socket } from 'node:net';
import type { Random } from '../../../domain/random.ts';
import { parseSocketAddress } from '../socket-address.ts';
import type { ToxicStrike } from '../toxiproxy.ts';
import { Connection } from './connection.ts';
import { formatAddress, resolveAddress } from './listen-address.ts';
import { openPort } from './open-port.ts';
import type { Scope } from './scope.ts';
import type { Direction, Toxic } from './toxic.ts';

/** What a proxy is told of itself. */
export interface ProxyFields {
  readonly listen: string;
  readonly upstream: string;
  readonly enabled: boolean;
}

/** More strikes than this are counted by nobody, and would fill the memory of a server that runs for days. */
const strikesMax = 10_000;

/** One port in front of one server, with its toxics. Whoever calls makes sure that only one call changes it at a time. */
export class Proxy {
  readonly name: string;
  listen: string;
  upstream: string;
  enabled = false;
  /** Connections accepted so far. */
  connectionCount = 0;
  readonly strikes: ToxicStrike[] = [];
  /** In the order in which they were added. */
  private toxics: readonly Toxic[] = [];
  private readonly connections = new Set<Connection>();
  private server: Server | undefined;
  private readonly scope: Scope;
  private readonly random: Random;
  /** Of connections that have ended. */
  private readonly pastBytes = { upstream: { received: 0, sent: 0 }, downstream: { received: 0, sent: 0 } };

  constructor(name: string, fields: Omit<ProxyFields, 'enabled'>, scope: Scope) {
    this.name = name;
    this.listen = fields.listen;
    this.upstream = fields.upstream;
    this.scope = scope;
    this.random = scope.random.fork(name);
  }

  /** Opens the port. @throws Error in Go's words. */
  async start(): Promise<void> {
    if (this.enabled) return;
    await this.open();
    this.enabled = true;
  }

  /** Closes the port and every connection. */
  async stop(): Promise<void> {
    if (!this.enabled) return;
    this.enabled = false;
    const closed = this.closePort();
    for (const connection of this.connections) connection.destroy();
    await closed;
  }

  /** @throws Error where the address makes no sense; then nothing has changed. */
  async differs(fields: Pick<ProxyFields, 'listen' | 'upstream'>): Promise<boolean> {
    const address = await resolveAddress(fields.listen, '');
    return this.listen !== formatAddress(address) || this.upstream !== fields.upstream;
  }

  async update(fields: ProxyFields): Promise<void> {
    if (await this.differs(fields)) {
      await this.stop();
      this.listen = fields.listen;
      this.upstream = fields.upstream;
    }
    if (fields.enabled === this.enabled) return;
    if (fields.enabled) return this.start();
    this.strikeAll('down');
    await this.stop();
  }

  /** Those of the upstream come first, as Toxiproxy lists them. */
  allToxics(): readonly Toxic[] {
    return [...this.toxicsOf('upstream'), ...this.toxicsOf('downstream')];
  }

  toxicNamed(name: string): Toxic | undefined {
    return this.toxics.find((toxic) => toxic.name === name);
  }

  async addToxic(toxic: Toxic): Promise<void> {
    this.toxics = [...this.toxics, toxic];
    for (const connection of this.connections) connection.addToxic(toxic);
    await this.movePort();
  }

  async updateToxic(toxic: Toxic): Promise<void> {
    await Promise.all([...this.connections].map((connection) => connection.updateToxic(toxic)));
  }

  async removeToxic(toxic: Toxic): Promise<void> {
    this.toxics = this.toxics.filter((one) => one !== toxic);
    await Promise.all([...this.connections].map((connection) => connection.removeToxic(toxic)));
    await this.movePort();
  }

  /** Bytes that came in, and that went out, so far. */
  bytes(direction: Direction): { readonly received: number; readonly sent: number } {
    let { received, sent } = this.pastBytes[direction];
    for (const connection of this.connections) {
      const bytes = connection.bytes(direction);
      received += bytes.received;
      sent += bytes.sent;
    }
    return { received, sent };
  }

  private toxicsOf(direction: Direction): readonly Toxic[] {
    return this.toxics.filter((toxic) => toxic.direction === direction);
  }

  /** A toxic may close the port, and its removal opens it again. */
  private async movePort(): Promise<void> {
    const isToBeOpen = this.enabled && !this.isRefusing();
    if (isToBeOpen && this.server === undefined) await this.open();
    if (!isToBeOpen) await this.closePort();
  }

  private isRefusing(): boolean {
    return this.toxics.some(({ kind }) => kind.closesPort === true);
  }

  private async open(): Promise<void> {
    if (this.isRefusing()) return;
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });
    server.on('connection', (client) => this.accept(client));
    this.listen = formatAddress(await openPort(server, this.listen, this.scope));
    this.server = server;
  }

  private async closePort(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (server === undefined) return;
    // Its callback waits for connections too, which may live on; the port itself is closed when the handle is.
    server.close();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  private accept(client: Socket): void {
    const number = ++this.connectionCount;
    const upstream = parseSocketAddress(this.upstream);
    if (upstream === undefined || !this.scope.takeConnection()) {
      client.on('error', () => undefined);
      client.destroy();
      return;
    }
    const connection: Connection = new Connection({
      client,
      upstream: { host: upstream.host === '' ? '127.0.0.1' : upstream.host, port: upstream.port },
      random: this.random.fork(String(number)),
      toxicsOf: (direction) => this.toxicsOf(direction),
      onStrike: ({ name, kind, direction }) => this.strike({ toxic: name, type: kind.type, stream: direction, connection: number }),
      onClosed: () => {
        this.connections.delete(connection);
        this.scope.releaseConnection();
        for (const direction of ['upstream', 'downstream'] as const) {
          const bytes = connection.bytes(direction);
          this.pastBytes[direction].received += bytes.received;
          this.pastBytes[direction].sent += bytes.sent;
        }
      },
      number,
    });
    this.connections.add(connection);
  }

  private strikeAll(toxic: string): void {
    for (const { number } of this.connections) this.strike({ toxic, type: toxic, stream: 'downstream', connection: number });
  }

  private strike(strike: ToxicStrike): void {
    if (this.strikes.length < strikesMax) this.strikes.push(strike);
  }
}
