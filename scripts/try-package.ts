// Packs Rehearsal, installs the tarball into an empty project elsewhere, and records and replays an agent there, as a user would.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const agent = `
const response = await fetch(process.env.OPENAI_BASE_URL + '/chat/completions', {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: 'Bearer ' + process.env.OPENAI_API_KEY },
  body: JSON.stringify({ model: 'gpt-4o', temperature: 0, messages: [{ role: 'system', content: process.env.PROMPT ?? 'You are brief.' }, { role: 'user', content: process.argv.at(-1) }] }),
});
const body = await response.json();
if (!response.ok) { console.error(body.error.message); process.exit(1); }
console.log(body.choices[0].message.content);
`;

const folder = mkdtempSync(join(tmpdir(), 'rehearsal-package-'));
let server: ChildProcess | undefined;
try {
  run('npm', ['pack', '--pack-destination', folder, '--loglevel', 'error'], process.cwd());
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
  run('npm', ['init', '-y', '--loglevel', 'error']);
  run('npm', ['install', '--save-dev', '--loglevel', 'error', `./${tarball}`, 'node@24']);
  writeFileSync(join(folder, 'agent.mjs'), agent);
  const port = await freePort();
  server = spawn('node', ['scenarios/model-server/main.ts'], { env: { ...process.env, PORT: String(port) }, stdio: 'ignore' });
  await untilListening(port);
  const key = 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH';
  const live = { OPENAI_BASE_URL: `http://127.0.0.1:${port}/openai/v1`, OPENAI_API_KEY: key };
  rehearsal(0, ['record', '--', 'node', 'agent.mjs', 'Hello there'], live);
  const files = ['hello-there.yaml', 'hello-there.wire.ndjson'].map((name) => readFileSync(join(folder, 'cassettes', name), 'utf8'));
  must(!files.join('').includes(key), 'the key must not reach the disk');
  server.kill();
  rehearsal(0, ['replay', '--', 'node', 'agent.mjs', 'Hello there'], {});
  const missed = rehearsal(3, ['replay', '--', 'node', 'agent.mjs', 'Hello there'], { PROMPT: 'You are verbose.' });
  must(
    missed.includes('REPLAY_MISS') && /\[-brief\.?-\]\{\+verbose\.?\+\}/.test(missed),
    `a changed prompt must miss and say what differs:\n${missed}`,
  );
  rehearsal(0, ['init', '--from', 'cassettes/hello-there.yaml'], {});
  rehearsal(0, ['run', 'scenarios'], {});
  must(readFileSync(join(folder, 'reports', 'index.html'), 'utf8').includes('The only case passed.'), 'the report must say so');
  shadowMode();
  oldNode();
  console.log('✔ the package records, replays, misses and reports in an empty project, and judges an agent in shadow');
} finally {
  server?.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** What production imports loads where nothing else is, and does no harm; the owner's commands find what they bring. */
function shadowMode(): void {
  const observed = `
    import { createShadow } from 'rehearsal/shadow';
    import { report } from 'rehearsal/agent';
    const shadow = createShadow({ url: 'http://127.0.0.1:1', fingerprint: 'f' });
    const outcome = await shadow.observe({ caseId: '1' }, () => Promise.resolve({ decision: 'approve' }));
    await shadow.flush();
    console.log(outcome, JSON.stringify(shadow.counts()), report({ type: 'state', from: 'INIT', to: 'PLANNING' }));
  `;
  writeFileSync(join(folder, 'observed.mjs'), observed);
  const { status, stdout, stderr } = spawnSync('npx', ['node', 'observed.mjs'], { cwd: folder, encoding: 'utf8' });
  must(
    status === 0 && /^failed .*"failed":1.* false$/.test(stdout.trim()),
    `rehearsal/shadow and rehearsal/agent must load and harm nobody:\n${stdout}${stderr}`,
  );
  rehearsal(0, ['shadow', 'sample', 'ready-within-envelope'], {});
  rehearsal(0, ['shadow', 'import', 'shadow/sample/ready-within-envelope.csv', '--mapping', 'shadow/sample/mapping.yaml'], {});
  must(rehearsal(1, ['shadow', 'gate'], {}).includes('READY WITHIN ENVELOPE'), 'the gate must say the verdict');
  rehearsal(0, ['shadow', 'report'], {});
  must(readFileSync(join(folder, 'reports', 'shadow', 'index.html'), 'utf8').includes('<svg'), 'the page must have its pictures');
}

/** On a Node that is too old the command says so and exits 2. The system's own Node is tried, where it is one. */
function oldNode(): void {
  const path = (process.env['PATH'] ?? '').split(':').filter((entry) => !entry.includes('node_modules'));
  const found = spawnSync('node', ['--version'], { env: { ...process.env, PATH: path.join(':') }, encoding: 'utf8' });
  const [major = 0, minor = 0] = (found.stdout ?? '').replace('v', '').split('.').map(Number);
  if (found.status !== 0 || major > 22 || (major === 22 && minor >= 22))
    return console.log(`- the system's Node (${found.stdout?.trim() || 'none'}) is not too old: that refusal was not tried`);
  const refused = spawnSync('node', [join(folder, 'node_modules', 'rehearsal', 'bin', 'rehearsal.js'), '--version'], {
    env: { ...process.env, PATH: path.join(':') },
    encoding: 'utf8',
  });
  must(
    refused.status === 2 && refused.stderr.includes('NODE_TOO_OLD'),
    `Node ${found.stdout.trim()} must be refused with exit code 2, got ${refused.status}: ${refused.stderr}`,
  );
}

function rehearsal(expected: number, words: readonly string[], environment: Readonly<Record<string, string>>): string {
  const { OPENAI_BASE_URL: _url, OPENAI_API_KEY: _key, ...rest } = process.env;
  const { status, stdout, stderr } = spawnSync('npx', ['rehearsal', ...words], {
    cwd: folder,
    env: { ...rest, npm_config_loglevel: 'error', ...environment },
    encoding: 'utf8',
  });
  must(status === expected, `rehearsal ${words.join(' ')}: exit code ${status}, expected ${expected}\n${stdout}\n${stderr}`);
  return stdout + stderr;
}

function run(program: string, words: readonly string[], cwd: string = folder): void {
  const { status, stderr, stdout } = spawnSync(program, words, { cwd, encoding: 'utf8' });
  must(status === 0, `${program} ${words.join(' ')}: exit code ${status}\n${stdout}\n${stderr}`);
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const up = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the model server did not start');
}
