import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RehearsalFailure } from '../../domain/failure.ts';
import { commandWords, spawnTree } from '../process-tree.ts';
import type { StartOptions, StartProcess } from './agent-process.ts';
import { signalGroup } from './groups.ts';
import type { HelperMessage, StartRequest } from './helper-protocol.ts';
import { readLines } from './read-lines.ts';
import { RemoteProcess } from './remote-process.ts';

/** Small processes that start others for this one. */
export interface StartHelpers {
  /** By a helper that has time, else directly; the process behaves alike. */
  readonly start: StartProcess;
  /** Settles when all helpers listen, or have failed to. */
  readonly ready: Promise<void>;
  /** Ends the helpers, and what they have started and is still there. */
  stop(): void;
}

const program: string = fileURLToPath(new URL(`./helper-main${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url));

/** The address of a socket has no room for more; what is longer would be cut. */
const pathBytesMax = 100;
/** More than these are not left waiting: each has connections that nobody has accepted yet. */
const waitingMax = 16;

/**
 * Starts helpers. A fork copies the page tables of the process that forks, and stops it meanwhile: beside a thousand scenarios that takes most of the time of
 * a run of small commands. Helpers are small, and there are several.
 *
 * ```
 * this process ── start this, in JSON ──▶ helper ── spawn ──▶ agent
 *      ▲  ◀────── started, exited ───────┘                     │
 *      └───────────── stdin, stdout, stderr: sockets ──────────┘
 * ```
 */
export function createStartHelpers(count: number): StartHelpers {
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const isShort = Buffer.byteLength(folder) + 4 <= pathBytesMax;
  const helpers = Array.from({ length: isShort ? count : 0 }, (_, index) => new Helper(join(folder, String(index))));
  return {
    start(options) {
      const free = helpers.filter((helper) => helper.isFree).sort((a, b) => a.load - b.load)[0];
      return free === undefined ? spawnTree(options) : free.start(options);
    },
    ready: Promise.all(helpers.map((helper) => helper.ready)).then(() => undefined),
    stop() {
      for (const helper of helpers) helper.stop();
      remove();
      process.off('exit', remove);
    },
  };
}

/** A helper that has not ended what it started by then is stuck. */
const endMsMax = 1000;

class Helper {
  readonly ready: Promise<void>;
  private settle!: () => void;
  private readonly path: string;
  private readonly child: ChildProcess;
  private readonly control: Socket;
  private readonly processes = new Map<number, RemoteProcess>();
  private nextId = 1;
  private waitingCount = 0;
  private listens = false;

  constructor(path: string) {
    this.path = path;
    this.ready = new Promise((resolve) => (this.settle = resolve));
    // What concerns Node concerns the agents, which get it in their own environment.
    const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NODE_')));
    this.child = spawn(process.execPath, ['--no-warnings', program, path], { env: environment, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    this.control = this.child.stdio[3] as Socket;
    this.control.on('error', () => undefined);
    readLines(this.control, (line) => this.receive(JSON.parse(line) as HelperMessage));
    this.child.once('error', () => this.lose('it could not be started'));
    this.child.once('exit', (code, signal) => this.lose(signal === null ? `exit code ${code}` : `signal ${signal}`));
  }

  get isFree(): boolean {
    return this.listens && this.waitingCount < waitingMax;
  }

  get load(): number {
    return this.processes.size;
  }

  start(options: StartOptions): RemoteProcess {
    const id = this.nextId++;
    const process = new RemoteProcess(id, this.path, options.stdin);
    this.processes.set(id, process);
    this.waitingCount++;
    const { folder, environment } = options;
    const streams = options.stdin === 'pipe' ? [0, 1, 2] : [1, 2];
    const request: StartRequest = { id, words: commandWords(options), folder, environment, streams };
    this.control.write(`${JSON.stringify(request)}\n`);
    return process;
  }

  private receive(message: HelperMessage): void {
    if (message.kind === 'listening') {
      this.listens = true;
      return this.settle();
    }
    const process = this.processes.get(message.id);
    if (process === undefined) return;
    if (message.kind === 'started') {
      this.waitingCount--;
      return process.started(message.pid);
    }
    this.processes.delete(message.id);
    if (message.kind === 'exited') return process.exited(message.exitCode, message.signal);
    this.waitingCount--;
    process.failed(Object.assign(new Error(message.message), { code: message.code }));
  }

  /** It is gone. Its processes may live on, and nobody would hear of their end. */
  private lose(how: string): void {
    this.listens = false;
    this.settle();
    for (const process of this.endProcesses()) {
      process.failed(
        new RehearsalFailure('AGENT_FAILED', `The helper process that starts agents ended (${how}); its agents were ended with it.`, {
          hint: 'Run the case again. Was it killed, or the machine short of memory?',
        }),
      );
    }
  }

  private endProcesses(): readonly RemoteProcess[] {
    const left = [...this.processes.values()];
    this.processes.clear();
    for (const { pid } of left) if (pid !== undefined) signalGroup(pid, 'SIGKILL');
    return left;
  }

  stop(): void {
    this.listens = false;
    this.endProcesses();
    this.control.end();
    const kill = (): void => void this.child.kill('SIGKILL');
    if (this.waitingCount === 0) return kill();
    // What it is about to start only it can end, and that it does when it hears the end.
    const timer = setTimeout(kill, endMsMax);
    this.child.once('exit', () => clearTimeout(timer));
  }
}
