import { EventEmitter } from 'node:events';
import { connect, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import type { AgentProcess } from './agent-process.ts';
import { forgetGroup, rememberGroup } from './groups.ts';

/** A process that a helper starts. Its streams are its own ends of sockets, as those of a child are: nothing that it prints passes through the helper. */
export class RemoteProcess extends EventEmitter implements AgentProcess {
  pid: number | undefined = undefined;
  exitCode: number | null = null;
  signalCode: NodeJS.Signals | null = null;
  readonly stdin: PassThrough | null;
  readonly stdout: Socket;
  readonly stderr: Socket;
  readonly known: Promise<void>;
  private isKnown!: () => void;
  private readonly input: Socket | undefined;
  private openCount = 2;
  private over = false;

  constructor(id: number, path: string, stdin: 'pipe' | 'ignore') {
    super();
    this.known = new Promise((resolve) => (this.isKnown = resolve));
    this.stdout = this.output(id, path, 1);
    this.stderr = this.output(id, path, 2);
    // What is written before the helper has handed the socket over would be read by the helper.
    this.stdin = stdin === 'pipe' ? new PassThrough() : null;
    this.input = stdin === 'pipe' ? connection(id, path, 0).resume() : undefined;
  }

  private output(id: number, path: string, stream: number): Socket {
    return connection(id, path, stream).once('close', () => {
      this.openCount--;
      this.closeIfOver();
    });
  }

  started(pid: number): void {
    this.pid = pid;
    rememberGroup(pid);
    if (this.input !== undefined) {
      const stdin = this.stdin!;
      this.input.on('error', (error) => stdin.destroy(error));
      stdin.pipe(this.input);
    }
    this.isKnown();
  }

  exited(exitCode: number | null, signal: NodeJS.Signals | null): void {
    this.end(exitCode, signal);
    this.emit('exit', exitCode, signal);
    this.closeIfOver();
  }

  /** It could not be started, or nobody knows any more how it ends. */
  failed(error: Error): void {
    this.end(null, this.pid === undefined ? null : 'SIGKILL');
    this.stdout.destroy();
    this.stderr.destroy();
    this.emit('error', error);
  }

  private end(exitCode: number | null, signal: NodeJS.Signals | null): void {
    this.exitCode = exitCode;
    this.signalCode = signal;
    this.over = true;
    if (this.pid !== undefined) forgetGroup(this.pid);
    this.input?.destroy();
    this.stdin?.destroy();
    this.isKnown();
  }

  private closeIfOver(): void {
    if (this.over && this.openCount === 0) this.emit('close', this.exitCode, this.signalCode);
  }
}

function connection(id: number, path: string, stream: number): Socket {
  const socket = connect({ path });
  // A connection that breaks ends; what is missing then the helper says.
  socket.on('error', () => undefined);
  socket.write(`${id} ${stream}\n`);
  return socket;
}
