import type { FaultSchedule } from './fault.ts';
import type { HttpRequest, HttpResponse } from './http.ts';

/** What about a request may differ without making it another request. All of it is declared, none guessed. */
export interface Matching {
  /** `exact`, or a looser matcher that is tried, and counted, when the exact one finds nothing. */
  readonly matcher: string;
  /** Dotted paths into the JSON body that are left out of the key: `metadata.request_id`, `messages.*.name`. */
  readonly volatileFields: readonly string[];
  /** Regular expressions; what they match in a body counts as one and the same text: `Today is [^.]*\\.`. */
  readonly volatilePatterns: readonly string[];
}

export const exactMatching: Matching = { matcher: 'exact', volatileFields: [], volatilePatterns: [] };

/** One request and its answer, redacted, with the wire as it was. */
export interface RecordedExchange {
  /** Counts from 1 in the order of the requests. */
  readonly id: number;
  /** `main`, or the branch that was recorded under faults. */
  readonly branch: string;
  /** Name of the dialect; undefined for plain HTTP. */
  readonly dialect: string | undefined;
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  /** Milliseconds from the request to each chunk. */
  readonly chunkAtMs: readonly number[];
  readonly endedAtMs: number;
}

/** A line of happenings that only exists because faults struck: the requests which follow them. */
export interface Branch {
  readonly name: string;
  readonly faults: FaultSchedule;
}

export interface CassetteHeader {
  /** Who answered when it was recorded, for people: `live openai (https://…)`, `scripted model server …`. */
  readonly source: string;
  /** The command that was recorded, so that it can be recorded again. */
  readonly command?: readonly string[];
  /** What the agent answered in the end, redacted; for people, and to compare a replay with. */
  readonly answer?: string;
  readonly matching: Matching;
  /** How many distinct secrets of each kind were replaced. */
  readonly redacted: Readonly<Record<string, number>>;
  readonly branches: readonly Branch[];
}
