import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server of the tests' own, on loopback. */
export interface Postgres {
  /** URL of a database that nobody has used yet. */
  freshDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the PostgreSQL of this machine in a folder of its own, or says why it cannot. It refuses to run as root, so it runs as another user then. */
export async function startPostgres(): Promise<Postgres | { readonly reason: string }> {
  const binaries = binariesOf();
  if (binaries === undefined) return { reason: 'There is no PostgreSQL on this machine (no initdb in the PATH or under /usr/lib/postgresql).' };
  const folder = mkdtempSync(join(tmpdir(), 'rehearsal-postgres-'));
  try {
    return await start(binaries, folder);
  } catch (thrown) {
    rmSync(folder, { recursive: true, force: true });
    return { reason: `PostgreSQL does not start: ${thrown instanceof Error ? thrown.message : String(thrown)}` };
  }
}

async function start(binaries: string, folder: string): Promise<Postgres> {
  const user: { readonly uid?: number; readonly gid?: number } = process.getuid?.() === 0 ? otherUser() : {};
  chmodSync(folder, 0o755);
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid ?? user.uid);
  const data = join(folder, 'data');
  const options = { ...user, cwd: folder, encoding: 'utf8', stdio: 'pipe', env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' } } as const;
  execFileSync(join(binaries, 'initdb'), ['-D', data, '-U', 'tests', '-E', 'UTF8', '--auth=trust', '--no-sync'], options);
  const port = await freePort();
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=60'],
    { ...options, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  const exited = once(server, 'exit');
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.on('exit', () => reject(new Error(log)));
    server.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      log = (log + chunk).slice(-10_000);
      if (log.includes('ready to accept connections')) resolve();
    });
  });
  let databases = 0;
  return {
    async freshDatabase() {
      const { Client } = (await import('pg')).default;
      const client = new Client({ connectionString: `postgres://tests@127.0.0.1:${port}/postgres` });
      await client.connect();
      const name = `d${++databases}`;
      await client.query(`create database ${name}`);
      await client.end();
      return `postgres://tests:no-password-needed@127.0.0.1:${port}/${name}`;
    },
    async stop() {
      // "Immediate": nothing in it is wanted any more.
      server.kill('SIGQUIT');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function binariesOf(): string | undefined {
  const debian = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql').map((version) => `/usr/lib/postgresql/${version}/bin`) : [];
  return [...(process.env['PATH'] ?? '').split(':'), ...debian].find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
}

function otherUser(): { readonly uid: number; readonly gid: number } {
  const number = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: number('-u'), gid: number('-g') };
  } catch {
    return { uid: 65_534, gid: 65_534 };
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
