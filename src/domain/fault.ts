import type { Json, JsonObject } from './json.ts';
import type { MomentKind, ReplyPlan } from './world.ts';

export type FaultSite = 'tcp' | 'http' | 'stream' | 'model' | 'tool' | 'process' | 'human' | 'time';

/** Which requests a fault may strike; every given member must hold. */
export interface FaultMatch {
  /** First part of the base path: `openai`, `anthropic`, `gemini`, `http/<name>`. */
  readonly provider?: string;
  readonly model?: string;
  /** Name of a tool offered in the request; for faults of tools, of the tool that is called. */
  readonly tool?: string;
  /** Text that occurs in the request's last turn; for faults of tools, in the arguments; for faults of people, in what they are asked. */
  readonly content?: string;
  /** Faults of processes and of time strike at a moment of the history: when such a thing is about to happen, and has not yet, … */
  readonly before?: MomentKind;
  /** … or as soon as it has happened. One of the two. */
  readonly after?: MomentKind;
  /** Type of the report, where the moment is `agent-reported`. */
  readonly report?: string;
}

/** `2` is the second matching request, `{ first: 3 }` the first three, `every` all of them. */
export type Occurrence = number | 'every' | { readonly first: number };

/** One planned fault. Schedules are lists of these: data that can be written down, replayed and shrunk. */
export interface PlannedFault {
  readonly fault: string;
  readonly match: FaultMatch;
  readonly occurrence: Occurrence;
  readonly settings: JsonObject;
}

export type FaultSchedule = readonly PlannedFault[];

/** What a tool has told the agent before; each the latest last. */
export interface ToldResults {
  /** To calls that asked for the same. */
  readonly same: readonly Json[];
  /** To calls that asked for something else. */
  readonly others: readonly Json[];
}

/** What a fault does to one call of a tool; every member is a way of its own. */
export interface ToolFault {
  /** The call waits so long before it is executed. */
  readonly delayMs?: number;
  /** Answers in place of the tool, which is not executed. */
  readonly instead?: { readonly result: JsonObject; readonly retryAfterSeconds?: number };
  /** The tool is executed on a copy of the world: it answers as ever, and nothing is committed. */
  readonly pretend?: boolean;
  /** The result that the agent gets instead; undefined where this one cannot be changed in that way, and the fault does not strike. */
  readonly change?: (result: Json, told: ToldResults) => Json | undefined;
  /** The tool does its work, and the connection breaks before its answer. */
  readonly loseAnswer?: boolean;
  /** The tool stays as it is now for the calls that follow, so many of them or so long. */
  readonly lasts?: { readonly calls?: number; readonly seconds?: number };
  /** What was done, in a sentence. */
  readonly text: string;
}

/** What a fault does to the process of the agent at a moment; every member is a way of its own. */
export interface ProcessFault {
  /** It is ended in the middle of its work, and started again with the tasks that it has not answered and the same state folder. */
  readonly end?: 'kill' | 'terminate';
  /** What it wrote last into its state folder is cut in the middle before it starts again. */
  readonly tearsCheckpoint?: boolean;
  /** It stands still for so long, and then goes on as if nothing had been. */
  readonly pauseMs?: number;
  /** Another copy of it is started on the same tasks and the same state folder. */
  readonly startsAnother?: boolean;
  /** What was done, in a sentence. */
  readonly text: string;
}

/** What a fault does to the clock of the agent; every member is a way of its own. Timers are not moved. */
export interface ClockFault {
  /** The time of day is so much later than it was; earlier where it is negative. */
  readonly shiftMs?: number;
  /** The next time the agent waits for a timer, so much more time passes than it waited for. */
  readonly oversleepMs?: number;
  /** What was done, in a sentence. */
  readonly text: string;
}

/** What a fault does to the replies of people to one question; every member is a way of its own. */
export interface PersonFault {
  /** What will be replied instead; undefined where it cannot be changed in that way, and the fault does not strike. */
  readonly change?: (replies: ReplyPlan['replies']) => ReplyPlan['replies'] | undefined;
  /** Once what they approved is done, they take the approval back: with these words. */
  readonly withdraw?: { readonly text?: string };
  /** What was done, in a sentence. */
  readonly text: string;
}

/** A fault whose turn it is at a question to people. */
export interface PersonStrike extends PersonFault {
  /** Called at the moment at which the agent can feel it. */
  fired(): void;
}

/** A fault whose turn it is at a call of a tool. */
export interface ToolStrike extends ToolFault {
  /** Called at the moment at which the agent can feel it. */
  fired(): void;
}

/** A toxic, as Toxiproxy's API has it. */
export interface ConnectionToxic {
  readonly type: string;
  /** `downstream`, the default, are the bytes to the agent. */
  readonly stream?: 'upstream' | 'downstream';
  readonly attributes?: Readonly<Record<string, number | boolean>>;
}

/** What a fault does to the connection between the agent and the gateway, from the request on that it strikes; every member is a way of its own. */
export interface ConnectionFault {
  /** Put in place before the answer leaves. */
  readonly toxics?: readonly ConnectionToxic[];
  /** Put in place of these where it is to strike a single answer, for so long. */
  readonly once?: { readonly toxics: readonly ConnectionToxic[]; readonly seconds: number };
  /** The port is closed, and with it every connection. */
  readonly down?: boolean;
  /** The request never arrives: nobody answers it, and nothing that it asks for is done. */
  readonly unheard?: boolean;
  /** The request arrives twice, the second time over a connection of its own. */
  readonly twice?: boolean;
  /** The answer says nowhere how long it is: it ends with its connection. */
  readonly untilClose?: boolean;
  /** Of the answer no more than so many bytes get through, its head included; a shorter one is not struck. Absent: all of it. */
  readonly passesBytes?: number;
  /** An answer of no more bytes than that, its head included, is not struck; `passesBytes` is such a limit as well. */
  readonly beyondBytes?: number;
  /** For at most so long an answer of so many bytes is held back, after which it has got through. Absent: the connection does not survive the fault. */
  holdsMs?(bytes: number): number;
  /** It stays for so long … */
  readonly seconds?: number;
  /** … or for so many requests, this one among them, … */
  readonly requests?: number;
  /** … or until the agent asks again, over whichever connection. None of these: until the answer has got through, or its connection has ended. */
  readonly untilAsked?: boolean;
  /** What was done, in a sentence. */
  readonly text: string;
}
