import { spawn } from 'node:child_process';

/** Runs a program to its end; returns the wall time in milliseconds. Fails with what it said unless it ends with 0. */
export async function runToEnd(
  command: readonly string[],
  options: { readonly folder: string; readonly environment?: Readonly<Record<string, string>> },
): Promise<number> {
  const [program, ...rest] = command;
  const startedAt = performance.now();
  const child = spawn(program!, rest, { cwd: options.folder, env: { ...process.env, ...options.environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const read = (chunk: Buffer): void => {
    said = (said + chunk.toString('utf8')).slice(-4000);
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${said}`);
  return performance.now() - startedAt;
}
