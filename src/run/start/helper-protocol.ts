/** To a helper, one JSON text per line: start this. Its streams come as connections, each of which begins with a line `<id> <stream>`. */
export interface StartRequest {
  readonly id: number;
  readonly words: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Which of its streams are connected, by number: 0 is stdin. */
  readonly streams: readonly number[];
}

/** From a helper, one JSON text per line. */
export type HelperMessage =
  | { readonly kind: 'listening' }
  | { readonly kind: 'started'; readonly id: number; readonly pid: number }
  /** It does not run, and never will. */
  | { readonly kind: 'failed'; readonly id: number; readonly message: string; readonly code: string | undefined }
  | { readonly kind: 'exited'; readonly id: number; readonly exitCode: number | null; readonly signal: NodeJS.Signals | null };
