import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import notes from '../../scenarios/notes-anthropic/agent.ts';
import triage from '../../scenarios/triage-function/agent.ts';
import { baseUrls, exitOf, runAgent, startCutter, startModelServer, startService, type ModelServer } from './processes.ts';

/**
 * Goal: the bundled agents are real. Each runs as its own process (or module) against the scripted model server,
 * gives the right answer, makes the calls it promises, and never takes half an answer for a whole one.
 */
let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('NOT RUN: python3 is absent, so the agent in scenarios/tickets-python is not tested here');

/** The requests made while `act` ran. The log comes through a pipe, so it may trail the answer by a moment. */
async function requestsDuring(expected: number, act: () => Promise<void>): Promise<readonly string[]> {
  const before = server.log.length;
  await act();
  await expect.poll(() => server.log.length - before, { timeout: 2000 }).toBe(expected);
  return server.log.slice(before);
}

interface Case {
  readonly agent: string;
  readonly task: string;
  readonly answer: string;
  readonly calls: number;
}

const chat = 'POST /openai/v1/chat/completions 200 stream';
const cases: readonly Case[] = [
  {
    agent: 'refund-ai-sdk/agent.ts',
    task: 'Refund order 4711',
    answer: 'I refunded 80.00 € for order 4711 (RF-4711). Zoë Müller has been informed.',
    calls: 4,
  },
  {
    agent: 'refund-ai-sdk/agent.ts',
    task: 'Refund order 4712',
    answer: 'Order 4712 needs approval: 250.00 € is above the limit of 100.00 €. Nothing was paid back yet. Who approves it?',
    calls: 2,
  },
  {
    agent: 'refund-ai-sdk/agent.ts',
    task: 'Refund order 4712, approved by Grace Hopper',
    answer: 'I refunded 250.00 € for order 4712 (RF-4712). Ada Byron has been informed.',
    calls: 4,
  },
  {
    agent: 'refund-ai-sdk/agent.ts',
    task: 'Refund order 4715',
    answer: 'The refund of order 4715 failed after 2 attempts (the bank does not answer) – a person must look at it.',
    calls: 4,
  },
  {
    agent: 'inventory-openai-stream/agent.ts',
    task: 'Reserve 2 x LAMP-7 and 1 x CHAIR-3',
    answer: 'All reserved: 2 × LAMP-7 as RES-LAMP-7-2 from shelf A3, 1 × CHAIR-3 as RES-CHAIR-3-1 from shelf C1.',
    calls: 4,
  },
  {
    agent: 'inventory-openai-stream/agent.ts',
    task: 'Reserve 1 x LAMP-7 and 1 x DESK-1',
    answer: 'I reserved nothing – not everything is there. DESK-1: 1 wanted, 0 available.',
    calls: 2,
  },
  {
    agent: 'travel-openai-agents/agent.ts',
    task: 'Book a train from Zürich to Milano on 2026-12-03 after 09:00',
    answer: 'Booked EC 19 from Zürich to Milano on 2026-12-03, 10:33–13:50, 39.00 €, reference BK-EC19-20261203.',
    calls: 3,
  },
  {
    agent: 'travel-openai-agents/agent.ts',
    task: 'Book a train from Zürich to Milano on 2026-12-24 after 09:00',
    answer: 'Booked EC 21 from Zürich to Milano on 2026-12-24, 12:33–15:50, 29.00 €, reference BK-EC21-20261224. EC 19 was sold out.',
    calls: 4,
  },
  {
    agent: 'tickets-python/agent.py',
    task: 'Ticket T-101: my invoice for October was charged twice!',
    answer: 'Ticket T-101 is filed as billing (high) with the Billing team; reply RE-T-101 promises an answer within 4 hours – done.',
    calls: 3,
  },
  {
    agent: 'weather-gemini/agent.ts',
    task: 'Do I need an umbrella in Zürich or Lisbon tomorrow?',
    answer: 'Zürich tomorrow: low clouds, 6 °C, 70 % rain – take an umbrella. Lisbon tomorrow: sunny, 17 °C, 10 % rain – no umbrella needed.',
    calls: 2,
  },
];

describe('command line agents', () => {
  for (const { agent, task, answer, calls } of cases) {
    test.skipIf(agent.endsWith('.py') && !hasPython)(`${agent}: ${task}`, async () => {
      const requests = await requestsDuring(calls, async () => {
        const { code, stdout, stderr } = await runAgent(agent, task, baseUrls(server.url));
        expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: `${answer}\n` });
      });
      for (const request of requests) expect(request).toMatch(/ 200 stream (refund|inventory|travel|tickets|weather)$/);
    });
  }

  test('a task may come on stdin', async () => {
    const { code, stdout } = await runAgent('inventory-openai-stream/agent.ts', 'Reserve 3 x CABLE-9\n', baseUrls(server.url), 'stdin');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'All reserved: 3 × CABLE-9 as RES-CABLE-9-3 from shelf B8.\n' });
  });

  test('a missing key is a failure with a message, not an answer', async () => {
    const { code, stdout, stderr } = await runAgent('refund-ai-sdk/agent.ts', 'Refund order 4711', { OPENAI_BASE_URL: `${server.url}/openai/v1` });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('OPENAI_API_KEY');
  });
});

describe('a stream that ends early', () => {
  const whole = [
    'refund-ai-sdk/agent.ts',
    'inventory-openai-stream/agent.ts',
    'travel-openai-agents/agent.ts',
    'tickets-python/agent.py',
    'weather-gemini/agent.ts',
  ];
  for (const agent of whole) {
    test.skipIf(agent.endsWith('.py') && !hasPython)(`is no answer for ${agent}`, async () => {
      const cutter = await startCutter(server.url);
      const { code, stdout, stderr } = await runAgent(agent, cases.find((one) => one.agent === agent)?.task ?? '', baseUrls(cutter.url));
      cutter.server.close();
      expect({ code, stdout }, stderr).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/agent: .*(finish|ended|final)/);
    });
  }

  test('is no answer for notes-anthropic', async () => {
    const cutter = await startCutter(server.url);
    for (const [name, value] of Object.entries(baseUrls(cutter.url))) vi.stubEnv(name, value);
    await expect(notes('What do I have on Sunday?')).rejects.toThrow();
    vi.unstubAllEnvs();
    cutter.server.close();
  });

  test('is taken for the answer by the twin that does not check', async () => {
    const cutter = await startCutter(server.url);
    const { code, stdout } = await runAgent(
      'inventory-openai-stream/agent-half-answer.ts',
      'Reserve 2 x LAMP-7 and 1 x CHAIR-3',
      baseUrls(cutter.url),
    );
    cutter.server.close();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^All reserved: 2 × LAMP-7/);
    expect(stdout).not.toContain('C1');
  });
});

test('the refund twin that never gives up uses all its steps', async () => {
  const requests = await requestsDuring(20, async () => {
    const { code, stdout, stderr } = await runAgent('refund-ai-sdk/agent-loops.ts', 'Refund order 4715', baseUrls(server.url));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.match(/refund 4715 60 EUR/g)).toHaveLength(19);
  });
  expect(new Set(requests)).toEqual(new Set([`${chat} refund`]));
});

describe('function agents', () => {
  beforeAll(() => {
    for (const [name, value] of Object.entries(baseUrls(server.url))) vi.stubEnv(name, value);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  test('triage handles several tasks at once, each by itself', async () => {
    const answers = await Promise.all([
      triage('C-7 writes: where is the parcel I ordered?'),
      triage('C-12 writes: I have an idea for your shop, no hurry'),
      triage({ from: 'C-99', text: 'All our screens show an error, we cannot work' }),
    ]);
    expect(answers).toEqual([
      { category: 'delivery', urgency: 'high', confidence: 0.95, note: '✓ customer known' },
      { category: 'other', urgency: 'low', confidence: 0.4, note: '✓ customer known' },
      { category: 'technical', urgency: 'high', confidence: 0.85, note: 'customer unknown' },
    ]);
  });

  test('notes saves, searches and quotes', async () => {
    const requests = await requestsDuring(3, async () => {
      const answer = await notes('Please note that the board meets on Thursday at 14:00. What else do I have that day?');
      expect(answer).toBe(
        'Noted as N-4. For Thursday I have: “Dentist on Thursday at 09:30”, “Thursday: café with Jan”, “the board meets on Thursday at 14:00”.',
      );
    });
    expect(requests).toEqual(Array.from({ length: 3 }, () => 'POST /anthropic/v1/messages 200 stream notes'));
  });
});

test('the FAQ service answers over HTTP, and says when it has nothing', async () => {
  const service = startService('faq-service/agent.ts', { ...baseUrls(server.url), PORT: '0' });
  const [line] = (await once(createInterface({ input: service.stderr! }), 'line')) as [string];
  const url = /http:\/\/\S+/.exec(line)?.[0];
  const ask = async (body: string): Promise<unknown> => {
    const response = await fetch(`${url}/tasks`, { method: 'POST', body });
    return { status: response.status, ...((await response.json()) as object) };
  };
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' });
  expect(await ask('{"task": "How long until my parcel arrives?"}')).toEqual({
    status: 200,
    answer: 'Parcels arrive within 3 working days. (source: delivery-time – our FAQ)',
  });
  expect(await ask('{"task": "Do you sell cats?"}')).toEqual({ status: 200, answer: 'The FAQ has nothing on that – a colleague will answer you.' });
  expect(await ask('{')).toEqual({ status: 400, error: 'send {"task": "…"} as JSON' });
  service.kill('SIGTERM');
  expect(await exitOf(service)).toBe(0);
});
