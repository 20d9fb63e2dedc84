import type { JsonObject } from './json.ts';

/** What a tool accepts, gives and does (S1.4, S2.2, S4.3): the only source of truth about it, whoever implements it. */
export interface ToolContract {
  readonly name: string;
  readonly description?: string;
  /** JSON Schema of the arguments. */
  readonly input: JsonObject;
  /** JSON Schema of the result; absent where nothing is promised. */
  readonly output?: JsonObject;
  /** Versions stand side by side: `refund` is the newest active one, `refund@v1` this one. */
  readonly version?: string;
  /** Deprecated versions are listed where they are called, removed ones fail. Absent: active. */
  readonly lifecycle?: 'active' | 'deprecated' | 'removed';
  /** Whether a call changes anything outside. Absent: not said, and no claim about effects is decided by this tool. */
  readonly effect?: 'read' | 'write';
  /** It waits for an approval of the same arguments. */
  readonly dangerous?: boolean;
  /** What a call is meant to bring about, as a template over the arguments: `refund:{order_id}`. At most one effect per intent. */
  readonly intent?: string;
  /** What a call is about, in the same form: `order:{order_id}`. Reads and writes of one entity belong together. */
  readonly entity?: string;
  /** The argument that holds the idempotency key. */
  readonly key?: string;
  /** Arguments that do not make another operation of it: timestamps, trace ids. */
  readonly volatile?: readonly string[];
  readonly rateLimit?: { readonly calls: number; readonly seconds: number };
  /** Cost of one call. */
  readonly usd?: number;
  /** The longest that a call may take. */
  readonly secondsMax?: number;
  /** Asking again with the same arguments changes nothing more. */
  readonly idempotent?: boolean;
  /** The call that takes an effect back; its arguments are templates over `{member}` of the arguments and `{result.member}`. */
  readonly compensation?: { readonly tool: string; readonly arguments: JsonObject };
  /** Error codes that its results may carry (S4.3). */
  readonly errors?: readonly string[];
  /** It makes an artefact; the arguments that merely name it. Two artefacts that differ in nothing else are the same. */
  readonly creates?: { readonly nameArguments: readonly string[] };
  /** It sends a message: the arguments that hold recipient and text. */
  readonly message?: { readonly to: string; readonly text: string };
  /** A checkpoint must come before it (S2.1). */
  readonly long?: boolean;
  /** Asking it again and again is how it is used. */
  readonly polling?: boolean;
  /** Tools that do the same: the dearer one is not called where the cheaper one fits (S3.2). */
  readonly equivalents?: readonly string[];
  /** Arguments that name what it touches outside: files, URLs or hosts, shell commands, sizes in bytes. */
  readonly touches?: {
    readonly paths?: readonly string[];
    readonly hosts?: readonly string[];
    readonly commands?: readonly string[];
    readonly bytes?: readonly string[];
  };
}

/** Statuses that a result may carry in its member `status` (S1.4). */
export const resultStatuses = ['success', 'temporary_error', 'permanent_error', 'invalid_input'] as const;
export type ResultStatus = (typeof resultStatuses)[number];
