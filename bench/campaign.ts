import { spawn } from 'node:child_process';
import { readFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurement, Row } from './measurement.ts';
import { milliseconds } from './support/statistics.ts';

const sessionsFew = 1000;
const sessionsMany = 10_000;
const budgetMs = 60_000;

/** Ten thousand sessions of an agent with a model, two tools and a night's sleep, on virtual time. */
export const campaign: Measurement = {
  name: 'campaign',
  how: `wall time and peak memory of the whole command for ${sessionsMany} sessions in process on virtual time (2 calls of a scripted model, 2 of tools with an effect, one 429 that is waited out, 4 h of sleep), judged by every claim, beside ${sessionsFew}`,
  async measure(workshop) {
    const folder = workshop.folder('campaign');
    writeSpecimen(folder);
    const run = (sessions: number): Promise<Finished> =>
      runWatched([...workshop.rehearsal, 'run', 'night.yaml', '--repeat', String(sessions)], folder, sessions);
    const few = await run(sessionsFew);
    const many = await run(sessionsMany);
    const perSession = ({ durationMs }: Finished, sessions: number): string =>
      `${milliseconds(durationMs)}, ${(durationMs / sessions).toFixed(2)} ms each`;
    return [
      {
        subject: `${sessionsMany} sessions`,
        measured: perSession(many, sessionsMany),
        beside: `budget ${milliseconds(budgetMs)}`,
        ratio: many.durationMs / budgetMs,
        ratioMax: 1,
      },
      { subject: `${sessionsFew} sessions`, measured: perSession(few, sessionsFew), beside: 'the same command' },
      memoryRow(few, many),
    ];
  },
};

function memoryRow(few: Finished, many: Finished): Row {
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;
  return {
    subject: 'peak memory',
    measured: `${megabytes(many.peakBytes)}, ${((many.peakBytes - few.peakBytes) / (sessionsMany - sessionsFew) / 1024).toFixed(1)} KB more for each further session`,
    beside: `${megabytes(few.peakBytes)} for ${sessionsFew} sessions`,
    ratio: many.peakBytes / few.peakBytes,
  };
}

interface Finished {
  readonly durationMs: number;
  readonly peakBytes: number;
}

/** Runs to the end, and looks at the memory on the way; 0 where there is no /proc. */
async function runWatched(command: readonly string[], folder: string, sessions: number): Promise<Finished> {
  const startedAt = performance.now();
  const child = spawn(command[0]!, command.slice(1), { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  let peakBytes = 0;
  const timer = setInterval(() => (peakBytes = Math.max(peakBytes, peakOf(child.pid!))), 100);
  await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(timer);
  const report = JSON.parse(readFileSync(join(folder, 'reports', 'report.json'), 'utf8')) as {
    cases: { campaign: { outcomes: { pass?: number } }; sentence: string }[];
  };
  // A run that did nothing would be fast.
  if (report.cases[0]?.campaign.outcomes.pass !== sessions) throw new Error(`Not all sessions passed: ${report.cases[0]?.sentence}`);
  return { durationMs: performance.now() - startedAt, peakBytes };
}

function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function writeSpecimen(folder: string): void {
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  mkdirSync(join(folder, 'contracts'), { recursive: true });
  write('package.json', '{ "type": "module" }\n');
  write('contracts/look.yaml', 'tool: look\neffect: read\ninput: { type: object }\n');
  write('contracts/book.yaml', "tool: book\neffect: write\nintent: 'book:{room}'\nkey: key\ninput: { type: object, required: [room, key] }\n");
  write(
    'tools.js',
    'export const tools = { look: () => ({ free: 7 }), book: ({ room }, { state }) => { state.booked = room; return { booked: room }; } };\n',
  );
  write('model.js', "export default ({ results }) => ({ text: 'book room 7' });\n");
  write(
    'agent.js',
    `const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const post = (url, body) => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
export default async (task, { environment }) => {
  const messages = [{ role: 'user', content: task }];
  const ask = async () => {
    for (;;) {
      const response = await post(environment.OPENAI_BASE_URL + '/chat/completions', { model: 'gpt-4o', messages });
      if (response.status === 429) await pause(1000 * Number(response.headers.get('retry-after')));
      else return (await response.json()).choices[0].message;
    }
  };
  const call = async (tool, body) => (await post(environment.REHEARSAL_TOOLS_URL + '/' + tool, body)).json();
  messages.push(await ask());
  const { free } = await call('look', {});
  await pause(4 * 3600 * 1000);
  messages.push({ role: 'user', content: 'Room ' + free + ' is free.' });
  await ask();
  await call('book', { room: free, key: 'book-' + environment.REHEARSAL_SEED });
  return 'Room ' + free + ' is booked.';
};
`,
  );
  write(
    'night.yaml',
    `scenario: A night
agent: { module: ./agent.js }
model: { module: ./model.js }
answeredBy: script
clock: virtual
tools: ./contracts
world: { tools: ./tools.js }
limits: { seconds: 20000 }
cases:
  - name: it sleeps and books
    task: Book a room for tomorrow
    faults: [{ fault: provider-error, status: 429, retryAfterSeconds: 20, occurrence: 2 }]
    expect: { answer: Room 7 is booked. }
`,
  );
}
