// The writing of a function, after S3: a small model plans, a large one writes, the cost of each step counts, and code runs in a sandbox before it is kept.
import { createGuard } from '../reference/guard.ts';
import { createMemory, type Memory } from '../reference/memory.ts';
import { createModelChain, type ModelChain } from '../reference/model-chain.ts';
import type { Message } from '../reference/model.ts';
import { perSession } from '../reference/per-session.ts';
import type { CallTool, ToolReply } from '../reference/tools.ts';

interface Task {
  readonly name: string;
  readonly purpose: string;
  /** Calls of the function and what each must give. */
  readonly examples: readonly { readonly call: string; readonly gives: unknown }[];
  /** S3.1: ten cents. */
  readonly budget_usd: number;
  readonly flaw?: string;
}

/** S3.2: what a tool costs, and what does the same. */
export interface ToolCard {
  readonly name: string;
  readonly usd: number;
  readonly does: 'look up' | 'find' | 'run' | 'create';
}

/** The parts that an agent is made of; a twin has one of them broken. */
export interface Parts {
  readonly planner: () => ModelChain;
  readonly writer: () => ModelChain;
  readonly guard: () => CallTool;
  readonly memory: () => Memory;
  /** Of the tools that do the same, the one to use with so much money left; undefined where none fits. */
  readonly choose: (does: ToolCard['does'], leftUsd: number) => ToolCard | undefined;
  /** Drafts that may be tried. */
  readonly draftsMax: number;
  /** What is put into the library when the code is good. */
  readonly keep: (task: Task, code: string, separator: string, call: CallTool) => Promise<ToolReply>;
  /** Whether good code may be kept, after so many drafts. */
  readonly satisfied: (drafts: number) => boolean;
  /** Nothing goes on from a reply that is none. */
  readonly mustSucceed: (reply: ToolReply, otherwise: string) => void;
  readonly mayCreate: (existing: readonly string[]) => boolean;
}

export const cards: readonly ToolCard[] = [
  { name: 'find_function', usd: 0.001, does: 'find' },
  { name: 'search_docs', usd: 0.002, does: 'look up' },
  { name: 'research', usd: 0.06, does: 'look up' },
  { name: 'run_code', usd: 0.004, does: 'run' },
  { name: 'create_function', usd: 0.001, does: 'create' },
];

export const soundParts: Parts = {
  planner: () => createModelChain({ models: ['small-planner'] }),
  writer: () => createModelChain({ models: ['large-writer'] }),
  guard: () => createGuard({ writes: ['create_function', 'delete_function'] }),
  memory: createMemory,
  choose: (does, leftUsd) => cards.filter((card) => card.does === does && card.usd <= leftUsd).toSorted((a, b) => a.usd - b.usd)[0],
  draftsMax: 3,
  keep: ({ name, purpose }, code, separator, call) => call('create_function', { name, purpose, separator, code }),
  satisfied: () => true,
  mustSucceed: (reply, otherwise) => {
    if (reply.status !== 'success') throw new Stop(`${otherwise} (${reply.errorCode ?? reply.status})`);
  },
  mayCreate: (existing) => existing.length === 0,
};

class Stop extends Error {}

/** Puts an agent together. */
export function createAgent(parts: Parts = soundParts): (given: unknown) => Promise<object> {
  const [planner, writer, guard] = [perSession(parts.planner), perSession(parts.writer), perSession(parts.guard)];
  return async (given) => {
    const task = given as Task;
    const memory = parts.memory();
    const done: string[] = [];
    let leftUsd = task.budget_usd;
    const use = async (does: ToolCard['does'], args: object): Promise<ToolReply> => {
      const card = parts.choose(does, leftUsd);
      if (card === undefined) throw new Stop(`The budget of $${task.budget_usd} does not allow to ${does} any more`);
      leftUsd -= card.usd;
      const reply = await guard()(card.name, args);
      done.push(`${card.name}: ${reply.status}`);
      return reply;
    };
    try {
      const plan = await planner().ask([
        { role: 'system', content: 'You plan in steps. Answer with JSON: steps, purpose.' },
        { role: 'user', content: JSON.stringify({ purpose: task.purpose }) },
      ]);
      if (plan.reply === undefined) throw new Stop(`No planner answered: ${plan.failures.join('; ')}`);
      const found = await use('find', { purpose: task.purpose });
      parts.mustSucceed(found, 'The library could not be searched');
      const existing = found.data['names'];
      if (!isListOfNames(existing)) throw new Stop('The library answered, but with no list of names');
      if (!parts.mayCreate(existing)) return { status: 'exists', name: existing[0], spent_usd: spent(task, leftUsd) };
      const looked = await use('look up', { words: task.purpose });
      parts.mustSucceed(looked, 'The documentation could not be read');
      memory.remember('separator', looked.data['separator']);
      const code = await write(task, memory, writer(), use, parts);
      const kept = await parts.keep(task, code, memory.recall<string>('separator'), guard());
      leftUsd -= 0.001;
      if (kept.status !== 'success') throw new Stop(`The function could not be kept (${kept.errorCode ?? kept.status})`);
      return { status: 'done', name: kept.data['name'], spent_usd: spent(task, leftUsd) };
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      return {
        status: 'failed',
        why: `${error.message}.`,
        tried: done.length === 0 ? 'A plan was asked for, and nothing was begun.' : done.join(', '),
        done,
        not_done: `${task.name} is not in the library`,
        next: 'A person decides whether it is worth more.',
        spent_usd: spent(task, leftUsd),
      };
    }
  };
}

function isListOfNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}

/** Drafts, each tried in the sandbox; what the sandbox says is told to the writer. */
async function write(
  task: Task,
  memory: Memory,
  writer: ModelChain,
  use: (does: ToolCard['does'], args: object) => Promise<ToolReply>,
  parts: Parts,
): Promise<string> {
  const messages: Message[] = [
    { role: 'system', content: 'You write one JavaScript function. Answer with JSON: code.' },
    {
      role: 'user',
      content: JSON.stringify({
        name: task.name,
        purpose: task.purpose,
        separator: memory.recall<string>('separator'),
        ...(task.flaw === undefined ? {} : { flaw: task.flaw }),
      }),
    },
  ];
  // What the sandbox has refused for good is not run again, however often it is drafted.
  const refused = new Map<string, readonly string[]>([['', ['there is no code in your answer']]]);
  const tried = async (code: string): Promise<readonly string[]> => {
    const run = await use('run', { code, calls: task.examples.map(({ call }) => call) });
    if (run.status === 'success') return wrongOnes(task, Array.isArray(run.data['results']) ? (run.data['results'] as readonly unknown[]) : []);
    const wrong = [`${run.errorCode ?? run.status}: ${run.message ?? ''}`];
    if (run.status === 'permanent_error' || run.status === 'invalid_input') refused.set(code, wrong);
    return wrong;
  };
  for (let draft = 0; draft < parts.draftsMax; draft++) {
    const { reply, failures } = await writer.ask(messages);
    if (reply === undefined) throw new Stop(`No writer answered: ${failures.join('; ')}`);
    const code = readCode(reply.text);
    const wrong = refused.get(code) ?? (await tried(code));
    if (wrong.length === 0 && parts.satisfied(draft + 1)) return code;
    messages.push(reply.message, { role: 'user', content: `The sandbox says: ${wrong.join('; ')}. Write it anew.` });
  }
  throw new Stop(`After ${parts.draftsMax} drafts the code is still wrong`);
}

function wrongOnes({ examples }: Task, results: readonly unknown[]): readonly string[] {
  return examples.flatMap(({ call, gives }, index) =>
    JSON.stringify(results[index]) === JSON.stringify(gives) ? [] : [`${call} gives ${JSON.stringify(results[index])}, not ${JSON.stringify(gives)}`],
  );
}

function readCode(text: string): string {
  try {
    const { code } = JSON.parse(text) as { readonly code?: unknown };
    return typeof code === 'string' ? code : '';
  } catch {
    return '';
  }
}

function spent({ budget_usd }: Task, leftUsd: number): number {
  return Math.round((budget_usd - leftUsd) * 1000) / 1000;
}

const agent: (task: unknown) => Promise<object> = createAgent();
export default agent;
