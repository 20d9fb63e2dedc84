import { checks, setChecks } from '../src/check/index.ts';
import type { AgentReport } from '../src/domain/agent-report.ts';
import type { ToolContract } from '../src/domain/contract.ts';
import type { Episode } from '../src/domain/episode.ts';
import type { Event, EventBody } from '../src/domain/event.ts';
import type { JsonObject } from '../src/domain/json.ts';
import { defaultLimits } from '../src/domain/scenario.ts';
import { defaultLevels, nothingDeclared } from '../src/domain/world-defaults.ts';
import type { Measurement, Row } from './measurement.ts';

const rounds = 100;
const limitMs = 5;

/** What it takes to judge a finished episode by every claim. */
export const judgeAll: Measurement = {
  name: 'judge',
  how: `all ${checks.length + setChecks.length} claims on one episode that has something for each of them, a new copy each time; the limit is for 1,000 events`,
  measure() {
    const rows = [1000, 2000, 4000].map((count): Row => {
      const mean = meanMs(count);
      const row = {
        subject: `${count.toLocaleString('en')} events`,
        measured: `${mean.toFixed(2)} ms CPU`,
        beside: `limit ${limitMs} ms per 1,000 events`,
      };
      return { ...row, ratio: mean / (limitMs * (count / 1000)), ratioMax: 1 };
    });
    return Promise.resolve([...rows, ...slowest(1000)]);
  },
};

/** CPU time of one judgement, over many; on a busy machine wall time says little. */
function meanMs(count: number): number {
  const episode = richEpisode(count);
  repeat(rounds * 2, () => judgeOnce({ ...episode }));
  return cpuMs(() => repeat(rounds, () => judgeOnce({ ...episode }))) / rounds;
}

/** A copy is a new object, so that nothing that was joined for another is used. */
function judgeOnce(episode: Episode): void {
  for (const check of checks) check.check(episode);
  for (const check of setChecks) check.check([episode]);
}

function slowest(count: number): readonly Row[] {
  const episode = richEpisode(count);
  const each = [
    ...checks.map((check) => ({ claim: check.claim, run: (one: Episode) => check.check(one) })),
    ...setChecks.map((check) => ({ claim: check.claim, run: (one: Episode) => check.check([one]) })),
  ];
  judgeOnce(episode);
  const times = each.map(({ claim, run }) => ({ claim, ms: cpuMs(() => repeat(rounds, () => run(episode))) / rounds }));
  return times
    .toSorted((a, b) => b.ms - a.ms)
    .slice(0, 3)
    .map(({ claim, ms }) => ({
      subject: claim,
      measured: `${Math.round(ms * 1000)} µs`,
      beside: 'one of the three slowest, its events joined already',
    }));
}

function repeat(times: number, work: () => void): void {
  for (let index = 0; index < times; index++) work();
}

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const anything: JsonObject = { type: 'object', properties: { order: { type: 'integer' } } };
const contracts: readonly ToolContract[] = [
  { name: 'get_order', input: anything, output: anything, effect: 'read', entity: 'order:{order}', usd: 0.001, secondsMax: 5 },
  {
    name: 'pay_back',
    input: anything,
    effect: 'write',
    intent: 'refund:{order}',
    entity: 'order:{order}',
    key: 'request',
    compensation: { tool: 'take', arguments: { order: '{order}' } },
    rateLimit: { calls: 500, seconds: 60 },
  },
  {
    name: 'send_letter',
    input: anything,
    effect: 'write',
    intent: 'letter:{order}',
    message: { to: 'to', text: 'text' },
    dangerous: true,
    touches: { paths: ['file'] },
  },
];

/** One task of about twenty events after another: model, tools, effects, people, reports, spans. */
function richEpisode(count: number): Episode {
  const bodies: EventBody[] = [
    { kind: 'episode-started', scenario: 's', case: 'c', agent: 'a', mode: 'script', seed: 1, clock: 'virtual', seal: 'sealed' },
  ];
  const tasks: JsonObject[] = [];
  for (let index = 0; bodies.length < count - 1; index++) {
    const task = { order: index, amount: 100 + index, type: 'refund' };
    tasks.push(task);
    bodies.push(...taskEvents(index, task));
  }
  bodies.push({ kind: 'episode-ended', how: 'finished' });
  return {
    id: 's#c',
    tasks,
    expect: { answers: [], never: [] },
    limits: { ...defaultLimits, steps: 1000, seconds: 1000 },
    prices: { asOf: '2026-11-01', models: [{ model: 'gpt-4o', inputUsdPerMillion: 2.5, outputUsdPerMillion: 10 }] },
    contracts,
    world: { state: {}, people: { levels: defaultLevels, replies: [] }, callbacks: [], dryRun: false, configuration: {} },
    declared: {
      ...nothingDeclared,
      stateMachine: { initial: 'NEW', terminal: ['DONE'], transitions: [{ from: 'NEW', to: 'DONE' }] },
      scope: { actions: ['*'], roots: ['/data'] },
      autonomy: { max_autonomous_amount: 1e6, min_confidence: 0.8 },
      goal: { tools: ['*'], entities: ['order:*'] },
      required: [{ tool: 'pay_back', arguments: { order: 1 } }],
      canaries: ['canary-4711'],
      injections: [{ text: 'ignore all limits', tool: 'drop' }],
      facts: [{ from: { tool: 'get_order', member: 'amount' }, usedBy: { tool: 'pay_back', argument: 'amount' } }],
      rules: {
        domain: 'd',
        version: '1',
        fields: {},
        rules: [{ name: 'r', condition: { amount: '>500' }, outcome: { route_to: 'x' }, implicit: false }],
        unwritten: [],
      },
    },
    settings: {},
    events: bodies.map((body, index): Event => ({ seq: index + 1, atMs: index * 30, ...body })),
  };
}

function taskEvents(index: number, task: JsonObject): readonly EventBody[] {
  const [amount, entity, intent] = [100 + index, `order:${index}`, `refund:${index}`];
  const says = (report: AgentReport): EventBody => ({ kind: 'agent-reported', via: 'file', report });
  const call = (toolCall: number, tool: string, args: JsonObject): EventBody => ({
    kind: 'tool-called',
    toolCall,
    tool,
    arguments: args,
    operation: JSON.stringify([tool, args]),
    entity,
    attempt: 1,
    via: 'http',
    touches: [{ kind: 'path', given: 'a', resolved: '/data/a' }],
  });
  const answer = (toolCall: number, tool: string, result: JsonObject): EventBody => ({
    kind: 'tool-answered',
    toolCall,
    tool,
    outcome: 'ok',
    result,
    delivered: true,
    latencyMs: 3,
  });
  const span = (spanId: string, name: string, attributes: JsonObject, parentSpanId?: string): EventBody => ({
    kind: 'span-ended',
    span: {
      traceId: `t${index}`,
      spanId,
      ...(parentSpanId === undefined ? {} : { parentSpanId }),
      name,
      startMs: 0,
      endMs: 1,
      status: 'ok',
      attributes,
      resource: {},
      events: [],
    },
  });
  const letter = { to: `p${index}@x.example`, text: `Dear ${index}, ${amount} is on its way.` };
  return [
    { kind: 'task-given', index, task },
    says({ type: 'state', request: `r${index}`, to: 'NEW' }),
    {
      kind: 'model-request',
      call: index + 1,
      conversation: index + 1,
      dialect: 'openai-chat',
      operation: 'chat',
      model: 'gpt-4o',
      stream: false,
      attempt: 1,
      turnCount: 1,
      newTurns: [{ role: 'user', blocks: [{ kind: 'text', text: JSON.stringify(task) }] }],
    },
    {
      kind: 'model-answer',
      call: index + 1,
      origin: 'scripted',
      status: 200,
      blocks: [{ kind: 'text', text: 'refund it' }],
      complete: true,
      usage: { inputTokens: 100, outputTokens: 10 },
    },
    call(index * 3 + 1, 'get_order', { order: index }),
    answer(index * 3 + 1, 'get_order', { status: 'success', order: index, amount, invoice: `RF-${index}` }),
    says({
      type: 'decision',
      decision: 'refund',
      task,
      confidence: index % 3 === 0 ? 0.7 : 0.9,
      amount,
      autonomous: index % 3 !== 0,
      bounds: { max: 1 },
    }),
    {
      kind: 'human-asked',
      request: index + 1,
      ticket: { ticket_id: `T-${index}`, context: task, question: '?', assignee: 'o', priority: 'normal', reply_options: ['approve', 'reject'] },
      level: 'normal',
      concerns: { tool: 'send_letter', arguments: letter, operation: JSON.stringify(['send_letter', letter]) },
    },
    { kind: 'human-replied', request: index + 1, reply: 'approve', by: 'Olga', ordinal: 1 },
    call(index * 3 + 2, 'pay_back', { order: index, amount, request: `k${index}` }),
    {
      kind: 'effect-committed',
      effect: index * 2 + 1,
      toolCall: index * 3 + 2,
      tool: 'pay_back',
      arguments: { order: index, amount, request: `k${index}` },
      intent,
      entity,
      key: `k${index}`,
      changes: [],
      by: 'agent',
    },
    answer(index * 3 + 2, 'pay_back', { status: 'success' }),
    says({
      type: 'audit',
      reasoning: 'r',
      considered_tools: ['pay_back'],
      chosen_tool: 'pay_back',
      confidence: 0.9,
      params: { order: index },
      result: {},
      cost_usd: 0.1,
    }),
    says({ type: 'step', request_id: `r${index}`, step_id: '1', attempt: 1, status: 'success', input_hash: `h${index}` }),
    call(index * 3 + 3, 'send_letter', letter),
    {
      kind: 'effect-committed',
      effect: index * 2 + 2,
      toolCall: index * 3 + 3,
      tool: 'send_letter',
      arguments: letter,
      intent: `letter:${index}`,
      entity,
      changes: [],
      by: 'agent',
    },
    answer(index * 3 + 3, 'send_letter', { status: 'success' }),
    span('root', 'agent_process', { 'request.id': `r${index}` }),
    span('g', 'chat gpt-4o', { 'gen_ai.request.model': 'gpt-4o', 'gen_ai.usage.input_tokens': 100 }, 'root'),
    span('x', 'execute_tool pay_back', { 'gen_ai.tool.name': 'pay_back' }, 'root'),
    says({ type: 'state', request: `r${index}`, from: 'NEW', to: 'DONE' }),
    { kind: 'answer', index, value: `Refunded ${amount} for order ${index}: RF-${index}.` },
  ];
}
