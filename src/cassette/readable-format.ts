import type { Json, JsonObject } from '../domain/json.ts';

/** A block as people read it: a plain text, or an object whose first member says what it is. */
export type ReadableBlock = string | JsonObject;

/** One exchange as people read and write it (`schema/cassette.json`). */
export interface ReadableExchange {
  readonly id: number;
  readonly branch?: string;
  /** `hand` where it was written, not recorded. */
  readonly by?: 'hand';
  /** Method and URL below the base: `POST /openai/v1/chat/completions`. */
  readonly to: string;
  readonly dialect?: string;
  /** The turns begin with all turns of that exchange and its answer; model, system, tools and parameters are its too, unless given. */
  readonly continues?: number;
  /** The turns begin with the first `turns` turns of that exchange. */
  readonly repeats?: { readonly exchange: number; readonly turns: number };
  readonly model?: string;
  readonly stream?: boolean;
  readonly operation?: 'embed';
  readonly parameters?: JsonObject;
  readonly system?: string | readonly ReadableBlock[];
  readonly tools?: readonly JsonObject[];
  readonly turns?: readonly JsonObject[];
  /** For plain HTTP: JSON, or text. */
  readonly body?: Json;
  readonly answer: ReadableAnswer;
}

export interface ReadableAnswer {
  readonly status?: number;
  readonly says?: string | readonly ReadableBlock[];
  readonly finish?: string;
  readonly complete?: false;
  readonly error?: JsonObject;
  readonly malformed?: string;
  readonly vectors?: Json;
  readonly usage?: JsonObject;
  readonly contentType?: string;
  readonly body?: Json;
  readonly ending?: 'aborted' | 'error';
}
