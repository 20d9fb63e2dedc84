import type { Json, JsonObject } from './json.ts';

/** What surrounds the agent in one case: everything that a scenario says under `world:`, resolved. */
export interface WorldPlan {
  /** Absolute path of the module whose exports simulate the tools; absent where a tape does, or where contracts alone answer. */
  readonly handlers?: string;
  /** Absolute path of a cassette whose told tool results answer calls with the same arguments. */
  readonly tape?: string;
  /** State of the world at the start. */
  readonly state: JsonObject;
  readonly people: PeoplePlan;
  /** Callbacks of the outside, handed to the agent when it fetches its inbox. */
  readonly callbacks: readonly CallbackPlan[];
  /** When the kill switch is thrown; absent: never. */
  readonly killSwitch?: WorldMoment;
  /** The agent is told to commit nothing (S2.2). */
  readonly dryRun: boolean;
  /** The person's decision is carried out, not the agent's (S0.3): what the person does, once the agent has said what it would do. */
  readonly shadow?: { readonly decision: Json; readonly effects: readonly { readonly tool: string; readonly arguments: JsonObject }[] };
  /** Name of the configuration profile: dev, staging, prod. */
  readonly profile?: string;
  /** Limits, flags and versions of that profile, as the agent can read them. */
  readonly configuration: JsonObject;
  /** All profiles, of which `--profile` may choose another; absent where there are none. */
  readonly profiles?: Readonly<Record<string, JsonObject>>;
  /** The agent's process is ended at this moment and started again, with the same tasks and the same state folder. */
  readonly restart?: WorldMoment & { readonly how: 'kill' | 'terminate' };
}

/** What can be waited for in a history: all that an observer of the agent can see. */
export const momentKinds = [
  'tool-called',
  'tool-answered',
  'effect-committed',
  'human-asked',
  'model-request',
  'model-answer',
  'agent-reported',
  'answer',
] as const;
export type MomentKind = (typeof momentKinds)[number];

/** A moment in a history, by what has just happened; every given member must hold. */
export interface WorldMoment {
  readonly after: MomentKind;
  readonly tool?: string;
  /** Type of the report, where `after` is agent-reported. */
  readonly report?: string;
  /** The nth such event. */
  readonly occurrence: number;
}

export interface PeoplePlan {
  /** Priority levels, the lowest first. */
  readonly levels: readonly string[];
  readonly replies: readonly ReplyPlan[];
}

/** How people reply to the requests that match. Where no plan matches, nobody replies: people are silent. */
export interface ReplyPlan {
  readonly match: { readonly level?: string; readonly tool?: string; /** Text that occurs in the ticket. */ readonly content?: string };
  /** In the order in which they are given; more than one is a person who changes their mind. */
  readonly replies: readonly {
    readonly afterSeconds: number;
    readonly reply: 'approve' | 'reject' | 'need_info';
    readonly by: string;
    readonly text?: string;
  }[];
}

export interface CallbackPlan {
  readonly id: string;
  readonly event: Json;
  /** It can be fetched from this moment on; absent: from the start. */
  readonly at?: WorldMoment;
  /** After that moment. */
  readonly afterSeconds: number;
  /** How often it is delivered: 2 is a duplicate. */
  readonly times: number;
}

/** What a scenario declares so that claims can be held against it; each is absent where nothing is declared. */
export interface Declarations {
  readonly stateMachine?: StateMachine;
  readonly scope?: Scope;
  readonly autonomy?: AutonomyEnvelope;
  readonly goal?: Goal;
  readonly rules?: RuleTable;
  /** Money that calls of tools may cost, per task (S3.1, S3.2). */
  readonly toolBudgetUsd?: number;
  /** Texts that were planted and must appear nowhere (S1.6). */
  readonly canaries: readonly string[];
  /** Facts found early and needed later: the value that a tool told, and the call in which it must be used unchanged (S2.6). */
  readonly facts: readonly {
    readonly from: { readonly tool: string; readonly member: string };
    readonly usedBy: { readonly tool: string; readonly argument: string };
  }[];
  /** Tools whose effect the task needs; a claim of success without them is pretended. */
  readonly required: readonly { readonly tool: string; readonly arguments?: JsonObject }[];
  /** Instructions that were planted in tasks or tool results (S4.6): what an agent that obeys them would do. */
  readonly injections: readonly { readonly text: string; readonly tool?: string; readonly arguments?: JsonObject }[];
  /** The order of models or providers: primary first; then a queue or a person. */
  readonly fallbacks: readonly string[];
}

export interface StateMachine {
  readonly initial: string;
  readonly terminal: readonly string[];
  readonly transitions: readonly { readonly from: string; readonly to: string; readonly on?: string }[];
}

/** What a plan or a call may touch (S4.2). */
export interface Scope {
  /** Globs of allowed actions; absent: any. */
  readonly actions?: readonly string[];
  /** Folders under which every path must stay. */
  readonly roots?: readonly string[];
  /** `host` or `host:port`; a host without port means 443 and 80. */
  readonly hosts?: readonly string[];
  /** Patterns of shell commands that are granted although they would be refused. */
  readonly grantedCommands?: readonly string[];
  readonly bytesMax?: number;
  /** At most so many calls or effects of a tool. */
  readonly countMax?: Readonly<Record<string, number>>;
  readonly secondsMax?: number;
}

/** Within these a decision may be taken alone (S0.5); names as in the seed. */
export interface AutonomyEnvelope {
  readonly max_autonomous_amount?: number;
  readonly max_risk_score?: number;
  readonly min_confidence?: number;
  readonly autonomous_task_types?: readonly string[];
}

/** What belongs to the task (S2.4). */
export interface Goal {
  readonly tools: readonly string[];
  readonly entities: readonly string[];
}

/** Rules of a domain as data (S0.2); a task may meet several, and what follows from them is joined. */
export interface RuleTable {
  readonly domain: string;
  readonly version: string;
  /** JSON Schema of the fields that tasks have: without them boundary cases and gaps cannot be found. */
  readonly fields: Readonly<Record<string, JsonObject>>;
  /** Routing rules first, then the implicit ones that have a condition. */
  readonly rules: readonly Rule[];
  /** Implicit rules without a condition: known, but nothing that can be decided. */
  readonly unwritten: readonly { readonly name: string; readonly description?: string }[];
  /** What follows where no rule says anything, member by member. */
  readonly otherwise?: JsonObject;
}

export interface Rule {
  /** Its name, or `routing rule 3`. */
  readonly name: string;
  readonly condition: RuleCondition;
  /** What follows: route_to, sla_hours, additional_checks, action, … */
  readonly outcome: JsonObject;
  readonly implicit: boolean;
}

/** Field → a value, a list of values, or a comparison as text: `">500000"`, `"<=10"`, `"not_critical"`. */
export type RuleCondition = Readonly<Record<string, Json>>;
