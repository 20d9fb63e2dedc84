import type { JsonObject } from './json.ts';

/** What a tool accepts and gives (S1.4): the only source of truth about it, whoever implements it. */
export interface ToolContract {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments. */
  readonly input: JsonObject;
  /** JSON Schema of the result; absent where nothing is promised. */
  readonly output?: JsonObject;
}
