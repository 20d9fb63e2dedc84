import { spawn } from 'node:child_process';

/** How a run in the sandbox ended. */
export type SandboxRun = { readonly results: readonly unknown[] } | { readonly failed: 'TIMEOUT' | 'MEMORY' | 'CRASHED'; readonly message: string };

/** S3.3: bounds of one run. */
const cpuSeconds = 2;
const wallMs = 5_000;
const heapMb = 64;
const outputBytesMax = 64 * 1024;

/**
 * Runs code that somebody wrote in a process of its own, with bounds on CPU, memory, time and output; without files, child processes and threads (Node's permission model),
 * without an environment, and in a context that can load no module, so that it opens no connection.
 */
export function runInSandbox(code: string, calls: readonly string[]): Promise<SandboxRun> {
  const tried = calls.map((call) => `(() => { try { return ${call}; } catch (error) { return { threw: String(error.message) }; } })()`);
  const script = `${code}\n;JSON.stringify([${tried.join(', ')}])`;
  // A context without Node's globals, in which `import()` is refused; and nothing of Node's left outside of it for what breaks out.
  const source = `import { runInNewContext } from 'node:vm';
const say = process.stdout.write.bind(process.stdout);
for (const name of ['fetch', 'WebSocket', 'EventSource', 'process', 'navigator']) Object.defineProperty(globalThis, name, { value: undefined });
say('\\n@results ' + runInNewContext(${JSON.stringify(script)}, Object.create(null)));`;
  return new Promise((resolve) => {
    const child = spawn(
      'sh',
      [
        '-c',
        `ulimit -t ${cpuSeconds}; exec "$0" "$@"`,
        process.execPath,
        '--permission',
        `--max-old-space-size=${heapMb}`,
        '--input-type=module',
        '-e',
        source,
      ],
      {
        env: {},
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    let errors = '';
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, wallMs);
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      if (output.length > outputBytesMax) child.kill('SIGKILL');
    });
    child.stderr.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString('utf8')).slice(-4000)));
    child.on('close', (exitCode, signal) => {
      clearTimeout(timer);
      const found = /\n@results (.*)$/.exec(output)?.[1];
      if (exitCode === 0 && found !== undefined) return resolve({ results: JSON.parse(found) as readonly unknown[] });
      if (timedOut || signal === 'SIGXCPU' || signal === 'SIGKILL')
        return resolve({ failed: 'TIMEOUT', message: `it ran for more than ${cpuSeconds} s of CPU, or ${wallMs} ms, or wrote without end` });
      if (/heap out of memory/.test(errors)) return resolve({ failed: 'MEMORY', message: `it needed more than ${heapMb} MB` });
      resolve({ failed: 'CRASHED', message: /^\w*Error.*$/m.exec(errors)?.[0] ?? `exit code ${exitCode}` });
    });
  });
}
