import type { Event } from '../domain/event.ts';
import { eventsOf } from '../domain/event.ts';
import type { Json } from '../domain/json.ts';
import type { ToolExpectation, TrajectoryExpectation } from '../domain/scenario.ts';
import { hasAtLeast } from './answer-is-as-expected.ts';
import { fail, other, pass, type Check } from './check.ts';

/** A tool that was executed or asked for. */
interface ToolUse {
  readonly name: string;
  readonly arguments: Json | undefined;
  readonly seq: number;
}

/** The way that was taken, not only the answer. */
export const toolsAreAsExpected: Check = {
  claim: 'tools-are-as-expected',
  from: 'S1.7 S1.9',
  rule: 'The tools that were executed (in a world: called there; without one: their results were told to the model) and asked for are those that the case declares. Those under `never` are neither; in a world they are never called, whatever the model asks for.',
  declaredAt: ['expect', 'tools'],
  check({ events, expect, world }) {
    if (expect.tools === undefined && expect.asked === undefined && expect.never.length === 0)
      return other('not-applicable', 'The case expects no particular tools.');
    const executed = world === undefined ? executedTools(events) : calledTools(events);
    const asked = askedTools(events);
    const broken = [
      ...(expect.tools === undefined ? [] : breaches(expect.tools, executed, 'executed')),
      ...(expect.asked === undefined ? [] : breaches(expect.asked, asked, 'asked for')),
      ...expect.never.flatMap((name) => {
        const uses = (world === undefined ? [...executed, ...asked] : executed).filter((use) => use.name === name);
        return uses.length === 0
          ? []
          : [
              `${name} must never be used, and was ${executed.some((use) => use.name === name) ? 'executed' : 'asked for'} (event ${uses.map(({ seq }) => seq).join(', ')})`,
            ];
      }),
    ];
    const evidence = [...new Set([...executed, ...asked].map(({ seq }) => seq))];
    const actual = executed.map(({ name }) => name);
    if (broken.length === 0) return pass(`Executed: ${actual.join(', ') || 'none'}.`, evidence);
    return fail(`${broken.join('; ')}. Executed: ${actual.join(', ') || 'none'}.`, evidence, {
      expected: (expect.tools ?? expect.asked ?? { never: expect.never }) as unknown as Json,
      actual,
    });
  },
};

/** Tools whose results were told to the model, in that order. */
export function executedTools(events: readonly Event[]): readonly ToolUse[] {
  return eventsOf(events, 'tool-result').map((event) => ({ name: event.name, arguments: event.arguments, seq: event.seq }));
}

/** Tools of the world that were called, in that order. */
function calledTools(events: readonly Event[]): readonly ToolUse[] {
  return eventsOf(events, 'tool-called').map((event) => ({ name: event.tool, arguments: event.arguments, seq: event.seq }));
}

/** Tools that the model asked for in answers that reached the agent, in that order. */
export function askedTools(events: readonly Event[]): readonly ToolUse[] {
  return eventsOf(events, 'model-answer').flatMap((event) =>
    event.blocks.flatMap((block) => (block.kind === 'tool-call' ? [{ name: block.name, arguments: block.arguments, seq: event.seq }] : [])),
  );
}

function breaches(expected: TrajectoryExpectation, uses: readonly ToolUse[], how: string): readonly string[] {
  const broken: string[] = [];
  const { exactly, inOrder, anyOrder, includes, only } = expected;
  if (exactly !== undefined && !(exactly.length === uses.length && exactly.every((tool, index) => fits(uses[index], tool))))
    broken.push(`not exactly ${listed(exactly)} ${how}`);
  if (inOrder !== undefined && !isSubsequence(inOrder, uses)) broken.push(`${listed(inOrder)} not ${how} in this order`);
  if (anyOrder !== undefined && !(anyOrder.length === uses.length && canAssign(anyOrder, uses)))
    broken.push(`not ${listed(anyOrder)} ${how}, in any order`);
  if (includes !== undefined && !canAssign(includes, uses)) broken.push(`${listed(includes)} not all ${how}`);
  const others = only === undefined ? [] : uses.filter((use) => !only.includes(use.name));
  if (others.length > 0)
    broken.push(`${[...new Set(others.map(({ name }) => name))].join(', ')} ${how}, though only ${only!.join(', ') || 'none'} may be`);
  return broken;
}

function fits(use: ToolUse | undefined, tool: ToolExpectation): boolean {
  return use !== undefined && use.name === tool.name && (tool.arguments === undefined || hasAtLeast(use.arguments, tool.arguments));
}

function isSubsequence(expected: readonly ToolExpectation[], uses: readonly ToolUse[]): boolean {
  let next = 0;
  for (const use of uses) if (next < expected.length && fits(use, expected[next]!)) next++;
  return next === expected.length;
}

/** True where every expected tool can be given a use of its own (expectations with arguments may compete, so this searches). */
function canAssign(expected: readonly ToolExpectation[], uses: readonly ToolUse[], taken: ReadonlySet<number> = new Set()): boolean {
  const [first, ...rest] = expected;
  if (first === undefined) return true;
  return uses.some((use, index) => !taken.has(index) && fits(use, first) && canAssign(rest, uses, new Set([...taken, index])));
}

function listed(tools: readonly ToolExpectation[]): string {
  return tools.map((tool) => (tool.arguments === undefined ? tool.name : `${tool.name}(${JSON.stringify(tool.arguments)})`)).join(', ') || 'none';
}
