import type { AgentReport } from '../../src/domain/agent-report.ts';
import type { ToolContract } from '../../src/domain/contract.ts';
import type { Episode } from '../../src/domain/episode.ts';
import type { Event, EventBody, EventOf } from '../../src/domain/event.ts';
import { canonicalJson, type Json, type JsonObject } from '../../src/domain/json.ts';
import { defaultLimits, type Expectation } from '../../src/domain/scenario.ts';
import type { ToolOutcome } from '../../src/domain/tool-event.ts';
import { defaultLevels, nothingDeclared } from '../../src/domain/world-defaults.ts';
import type { Declarations, WorldPlan } from '../../src/domain/world.ts';

export type Body = EventBody;

export const started: Body = {
  kind: 'episode-started',
  scenario: 's',
  case: 'c',
  agent: 'a',
  mode: 'replay',
  seed: 1,
  clock: 'real',
  seal: 'sealed',
};
export const ended: Body = { kind: 'episode-ended', how: 'finished' };
export const given: Body = { kind: 'task-given', index: 0, task: 'do it' };

export function asked(call: number, members: Partial<EventOf<'model-request'>> = {}): Body {
  const base = {
    kind: 'model-request',
    call,
    conversation: 1,
    dialect: 'openai-chat',
    operation: 'chat',
    model: 'gpt-4o',
    stream: true,
    attempt: 1,
  } as const;
  return { ...base, turnCount: call, newTurns: [], ...members };
}

export function answered(call: number, members: Partial<EventOf<'model-answer'>> = {}): Body {
  const base = { kind: 'model-answer', call, origin: 'replayed', status: 200, blocks: [{ kind: 'text', text: 'fine' }], complete: true } as const;
  return { ...base, usage: { inputTokens: 100, outputTokens: 10 }, ...members };
}

export function refused(call: number, status: number, retryAfterSeconds?: number): Body {
  const error = { status, type: 'error', message: 'no', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
  const { usage: _usage, ...answer } = answered(call, { origin: 'fault', status, blocks: [], error }) as EventOf<'model-answer'>;
  return answer;
}

export function used(call: number, name: string, args: Json = {}): Body {
  return { kind: 'tool-result', call, id: `call_${call}_${name}`, name, arguments: args, text: 'ok', isError: false };
}

export function said(value: Json, index = 0): Body {
  return { kind: 'answer', index, value };
}

export const refund: ToolContract = {
  name: 'refund',
  input: {
    type: 'object',
    required: ['amount'],
    properties: { amount: { type: 'number' }, approved_by: { type: 'string' } },
    if: { properties: { amount: { exclusiveMinimum: 100 } } },
    then: { required: ['approved_by'] },
  },
  output: { type: 'object', required: ['id'] },
};

export interface Members {
  readonly expect?: Partial<Expectation>;
  readonly limits?: Partial<Episode['limits']>;
  readonly tasks?: readonly Json[];
  readonly contracts?: Episode['contracts'];
  readonly world?: Partial<WorldPlan>;
  readonly declared?: Partial<Declarations>;
  readonly settings?: Episode['settings'];
  readonly reference?: readonly Body[];
}

export function episode(bodies: readonly Body[], members: Members = {}): Episode {
  return {
    id: 's#c',
    tasks: members.tasks ?? ['do it'],
    expect: { answers: [], never: [], ...members.expect },
    limits: { ...defaultLimits, ...members.limits },
    contracts: members.contracts ?? [],
    prices: { asOf: '2026-11-01', models: [{ model: 'gpt-4o', inputUsdPerMillion: 2.5, outputUsdPerMillion: 10 }] },
    ...(members.world === undefined ? {} : { world: { ...emptyWorld, ...members.world } }),
    declared: { ...nothingDeclared, ...members.declared },
    settings: members.settings ?? {},
    events: numbered(bodies),
    ...(members.reference === undefined ? {} : { reference: numbered(members.reference) }),
  };
}

/** Ten milliseconds between events, unless a body says when it happened: `at(4000, said('fine'))`. */
function numbered(bodies: readonly Body[]): readonly Event[] {
  return bodies.map((body, index): Event => ({ seq: index + 1, atMs: index * 10, ...body }));
}

/** A body that happened at this millisecond of the episode. */
export function at(atMs: number, body: Body): Body {
  return Object.assign({}, body, { atMs });
}

const emptyWorld: WorldPlan = { state: {}, people: { levels: defaultLevels, replies: [] }, callbacks: [], dryRun: false, configuration: {} };

/** The agent calls a tool of the world. */
export function called(toolCall: number, tool: string, args: JsonObject = {}, members: Partial<EventOf<'tool-called'>> = {}): Body {
  const operation = canonicalJson([tool, args]);
  return { kind: 'tool-called', toolCall, tool, arguments: args, operation, attempt: 1, via: 'http', touches: [], ...members };
}

/** The world answers; `unknown` where the answer did not arrive. */
export function gave(toolCall: number, tool: string, outcome: ToolOutcome = 'ok', members: Partial<EventOf<'tool-answered'>> = {}): Body {
  return {
    kind: 'tool-answered',
    toolCall,
    tool,
    outcome,
    result: { status: 'success' },
    delivered: outcome !== 'unknown',
    latencyMs: 1,
    ...members,
  };
}

/** The ledger has a line more. */
export function committed(effect: number, tool: string, members: Partial<EventOf<'effect-committed'>> = {}): Body {
  return { kind: 'effect-committed', effect, tool, arguments: {}, changes: [], by: 'agent', ...members };
}

export function asksPerson(request: number, ticket: JsonObject = {}, members: Partial<EventOf<'human-asked'>> = {}): Body {
  return { kind: 'human-asked', request, ticket, level: 'normal', ...members };
}

export function personSays(request: number, reply: EventOf<'human-replied'>['reply'], members: Partial<EventOf<'human-replied'>> = {}): Body {
  return { kind: 'human-replied', request, reply, by: 'Olga', ordinal: 1, ...members };
}

/** The agent says something of itself. */
export function reports(report: AgentReport): Body {
  return { kind: 'agent-reported', report, via: 'http' };
}

export const usual: readonly Body[] = [started, given, asked(1), answered(1), said('fine'), ended];

/** Episodes by claim; those under `breaks` are refuted, or (for a spoiled experiment) invalid. */
export interface Specimens {
  readonly breaks: Readonly<Record<string, Episode>>;
  readonly holds: Readonly<Record<string, Episode>>;
  readonly spoils?: Readonly<Record<string, Episode>>;
  readonly silent?: Readonly<Record<string, Episode>>;
}

/** The same for a claim about the repeats of a case. */
export interface SetSpecimens {
  readonly breaks: Readonly<Record<string, readonly Episode[]>>;
  readonly holds: Readonly<Record<string, readonly Episode[]>>;
  readonly spoils?: Readonly<Record<string, readonly Episode[]>>;
  readonly silent?: Readonly<Record<string, readonly Episode[]>>;
}
