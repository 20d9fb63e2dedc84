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

/** What is redacted beside the named detectors, and which of those are not. */
export interface Redaction {
  readonly patterns: readonly { readonly name: string; readonly pattern: string }[];
  readonly disabled: readonly string[];
}

/** Both, each pattern once. */
export function joinRedaction(a: Redaction, b: Redaction | undefined): Redaction {
  if (b === undefined) return a;
  const more = b.patterns.filter(({ name }) => a.patterns.every((known) => known.name !== name));
  return { patterns: [...a.patterns, ...more], disabled: [...new Set([...a.disabled, ...b.disabled])] };
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
  /** Secrets of the user's own that were looked for; a replay must look for them too, or what it is asked would not match. */
  readonly redaction?: Redaction;
  /** How many distinct secrets of each kind were replaced. */
  readonly redacted: Readonly<Record<string, number>>;
  readonly branches: readonly Branch[];
}
