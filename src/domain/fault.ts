import type { JsonObject } from './json.ts';

export type FaultSite = 'tcp' | 'http' | 'stream' | 'model' | 'tool' | 'process' | 'human' | 'time';

/** Which requests a fault may strike; every given member must hold. */
export interface FaultMatch {
  /** First part of the base path: `openai`, `anthropic`, `gemini`, `http/<name>`. */
  readonly provider?: string;
  readonly model?: string;
  /** Name of a tool offered in the request. */
  readonly tool?: string;
  /** Text that occurs in the request's last turn. */
  readonly content?: string;
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
