import type { Bounds } from './campaign.ts';
import type { ChaosPlan } from './chaos-plan.ts';
import type { Matching, Redaction } from './cassette.ts';
import type { ToolContract } from './contract.ts';
import type { FaultSchedule } from './fault.ts';
import type { Json, JsonObject } from './json.ts';
import type { Declarations, WorldPlan } from './world.ts';

/** How an agent is started. */
export type AgentPlan = CommandAgent | FunctionAgent | ServiceAgent | ImageAgent;

interface AgentCommon {
  /** Added to the agent's environment; `${gateway}` stands for the episode's base URL. */
  readonly environment: Readonly<Record<string, string>>;
  /** Node agents: preload `rehearsal/intercept`, which routes the providers' own hosts to the gateway and refuses all others. */
  readonly intercept: boolean;
  /** Programs that must be on the PATH; where one is missing the case is listed as not run. */
  readonly requires: readonly string[];
}

/** A program in any language. */
export interface CommandAgent extends AgentCommon {
  readonly kind: 'command';
  /** A program and its arguments; a single string goes through the shell. */
  readonly command: readonly string[] | string;
  readonly folder: string;
  /** How it gets its task: as last argument, on stdin, as lines of JSON on stdin (for several tasks in one process), or within the command itself. */
  readonly input: 'argv' | 'stdin' | 'lines' | 'none';
}

/** A module that exports `(task, context) => answer`. */
export interface FunctionAgent extends AgentCommon {
  readonly kind: 'function';
  /** Absolute path. */
  readonly module: string;
  readonly exportName: string;
  /** True to give every case a fresh copy of the module. */
  readonly isolate: boolean;
}

/** An HTTP service: every task is one request. */
export interface ServiceAgent extends AgentCommon {
  readonly kind: 'service';
  /** Started with PORT in its environment; absent where the service runs already. */
  readonly command?: readonly string[] | string;
  readonly folder: string;
  /** `http://127.0.0.1:${port}`; `${port}` is a free port that is also in PORT. */
  readonly url: string;
  /** Path that answers 200 when the service is ready. */
  readonly ready: string;
  /** Path that takes `{ "task": … }` by POST. */
  readonly path: string;
  /** Member of the JSON answer that holds the agent's answer; empty for all of it. */
  readonly answerField: string;
}

/** A container of an image: one per task, in a network that leads to the gateway. */
export interface ImageAgent extends AgentCommon {
  readonly kind: 'image';
  /** As Docker names it; it has to be on this machine. */
  readonly image: string;
  /** In place of the image's own command, behind its entrypoint; a single string goes through the image's shell. */
  readonly command?: readonly string[] | string;
  /** How it gets its task: as last argument, on stdin, or within the command itself. */
  readonly input: 'argv' | 'stdin' | 'none';
}

/** What an answer must be; every given member must hold. */
export interface AnswerExpectation {
  readonly equals?: Json;
  readonly contains?: readonly string[];
  readonly lacks?: readonly string[];
  /** A regular expression. */
  readonly matches?: string;
  /** A JSON value of which the answer, read as JSON, has at least every member. */
  readonly partial?: Json;
  /** A JSON Schema that the answer, read as JSON, fits. */
  readonly schema?: JsonObject;
}

/** A tool call by name, and by a part of its arguments where they matter. */
export interface ToolExpectation {
  readonly name: string;
  readonly arguments?: JsonObject;
}

/** Which tools, in which sense. */
export interface TrajectoryExpectation {
  /** These and no others, in this order. */
  readonly exactly?: readonly ToolExpectation[];
  /** These in this order; others may come between. */
  readonly inOrder?: readonly ToolExpectation[];
  /** These, as often as named, in any order, and no others. */
  readonly anyOrder?: readonly ToolExpectation[];
  /** At least these. */
  readonly includes?: readonly ToolExpectation[];
  /** None but these names. */
  readonly only?: readonly string[];
}

export interface Expectation {
  /** One per task; a single one counts for every task. */
  readonly answers: readonly AnswerExpectation[];
  /** Executed: their results were told to the model. */
  readonly tools?: TrajectoryExpectation;
  /** Asked for by the model, executed or not. */
  readonly asked?: TrajectoryExpectation;
  /** Neither executed nor asked for. */
  readonly never: readonly string[];
  /** Exit code of a command agent; 0 if absent. A code other than 0 expects no answer. */
  readonly exitCode?: number;
}

/** Bounds of an episode; absent ones do not bind. */
export interface Limits {
  /** Model calls that are not retries. */
  readonly steps: number;
  /** Time of the episode's clock. The agent is ended when it is over. */
  readonly seconds: number;
  /** On virtual time: real time after which the agent is ended all the same, so that a busy loop ends. */
  readonly realSeconds: number;
  readonly modelCalls?: number;
  readonly toolCalls?: number;
  readonly toolCallsEach?: Readonly<Record<string, number>>;
  readonly tokens?: number;
  readonly usd?: number;
  /** Attempts at one model call. */
  readonly attempts: number;
}

/** S2.4: at most 20 steps; S1.1: at most five attempts. */
export const defaultLimits: Limits = { steps: 20, seconds: 60, realSeconds: 60, attempts: 5 };

/** What may be other in an exploration than the scenario says. */
export type Drawn = 'model' | 'tasks' | 'faults' | 'people' | 'callbacks';

/** What a scenario says of its exploration. */
export interface ExplorePlan {
  /** JSON Schema of the tasks. */
  readonly task?: JsonObject;
  /** JSON Schema of what the model answers in words. */
  readonly answer?: JsonObject;
  readonly runs?: number;
  /** All of it if absent. */
  readonly draw?: readonly Drawn[];
  /** The module of the user's own properties, as the file names it. */
  readonly properties?: string;
}

/** One case, everything resolved, ready to run. */
export interface CasePlan {
  /** `<scenario file>#<name>` */
  readonly id: string;
  readonly file: string;
  readonly scenario: string;
  readonly name: string;
  /** Position in the file's `cases`, for places. */
  readonly index: number;
  readonly agent: AgentPlan;
  readonly tasks: readonly Json[];
  /** Give all tasks at once instead of one after another. */
  readonly together: boolean;
  /** Time between the end of one task and the beginning of the next, by the clock of the episode. */
  readonly pauseSeconds: number;
  /** Path of the cassette. */
  readonly cassette: string;
  readonly expect: Expectation;
  readonly limits: Limits;
  /** Claims that must be observed. */
  readonly checks: readonly string[];
  readonly faults: FaultSchedule;
  readonly onDivergence: 'stop' | 'script' | 'generate';
  readonly model: ModelPlan | undefined;
  /** Who answers models: the cassette, or the scripted model itself, which then needs no cassette. */
  readonly answeredBy: 'cassette' | 'script';
  readonly upstreams: Readonly<Record<string, string>>;
  readonly matching: Matching;
  readonly redaction: Redaction;
  readonly pace: 'instant' | 'recorded' | number;
  readonly unusedRecordings: 'error' | 'note';
  /** A specimen that is made to break these claims, and no others. */
  readonly expectFailure: readonly string[] | undefined;
  /** Contracts of its tools, of the folder that `tools:` names. */
  readonly contracts: readonly ToolContract[];
  /** What surrounds the agent; absent where the scenario has no `world:`. */
  readonly world?: WorldPlan;
  readonly declares: Declarations;
  /** Settings of claims, by claim. */
  readonly settings: Readonly<Record<string, JsonObject>>;
  readonly clock: 'real' | 'virtual';
  /** How often the case is run, each time with the next seed. */
  readonly repeat: number;
  /** What the figures of a campaign may be. */
  readonly bounds: Bounds;
  readonly pricesFile: string | undefined;
  /** What the scenario says of its exploration; what is absent is as in `defaultChaosPlan`. */
  readonly chaos?: Partial<ChaosPlan>;
  /** What an explorer may draw, and the module of the user's own properties as the file names it. */
  readonly explore: ExplorePlan;
  /** A command that was recorded without a scenario; the cassette keeps it, so that it can be recorded again. */
  readonly recordedCommand?: readonly string[];
}

/** A scripted model, in place of a provider: a server that is started when it is first needed, or a module. */
export type ModelPlan = ModelServerPlan | ModelModulePlan;

export interface ModelServerPlan {
  readonly kind: 'server';
  /** Started with PORT in its environment; serves the gateway's base paths. */
  readonly command: readonly string[] | string;
  readonly folder: string;
  /** What cassettes say of it. */
  readonly label: string;
}

export interface ModelModulePlan {
  readonly kind: 'module';
  /** Absolute path; its default export is a `ScriptedModel`. */
  readonly module: string;
  readonly label: string;
}
