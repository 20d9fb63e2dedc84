import { deadline } from './deadline.ts';

/** How a call ended, as far as the caller can know: an answer that never came is `unknown`, and no failure (S1.4, S1.2). */
export type ToolStatus = 'success' | 'temporary_error' | 'permanent_error' | 'invalid_input' | 'unknown';

export interface ToolReply {
  readonly status: ToolStatus;
  /** The whole result. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly errorCode?: string;
  readonly message?: string;
  readonly retryAfterMs?: number;
}

export interface CallOptions {
  /** Sent as `Idempotency-Key`: the same for every attempt at one operation. */
  readonly key?: string;
  /** S2.2: thirty seconds. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export type CallTool = (name: string, args: object, options?: CallOptions) => Promise<ToolReply>;

/** Calls a tool behind the tools' base URL, once. It throws nothing: whatever happens is a reply. */
export const callTool: CallTool = async (name, args, options = {}) => {
  const limit = deadline(options.timeoutMs ?? 30_000, options.signal);
  try {
    const response = await fetch(`${process.env['REHEARSAL_TOOLS_URL'] ?? 'http://127.0.0.1:8080/tools'}/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(options.key === undefined ? {} : { 'idempotency-key': options.key }) },
      body: JSON.stringify(args),
      signal: limit.signal,
    });
    return readReply(response.status, response.headers.get('retry-after'), (await response.json()) as Record<string, unknown>);
  } catch (error) {
    return { status: 'unknown', data: {}, message: (error as Error).message };
  } finally {
    limit.done();
  }
};

const known: readonly string[] = ['success', 'temporary_error', 'permanent_error', 'invalid_input'];

function readReply(httpStatus: number, retryAfter: string | null, data: Record<string, unknown>): ToolReply {
  const said = data['status'];
  const status = typeof said === 'string' && known.includes(said) ? (said as ToolStatus) : statusOf(httpStatus);
  const { error_code: errorCode, error_message: message } = data;
  return {
    status,
    data,
    ...(typeof errorCode === 'string' ? { errorCode } : {}),
    ...(typeof message === 'string' ? { message } : {}),
    ...(retryAfter === null ? {} : { retryAfterMs: Number(retryAfter) * 1000 }),
  };
}

function statusOf(httpStatus: number): ToolStatus {
  if (httpStatus < 300) return 'success';
  if (httpStatus === 408 || httpStatus === 429 || httpStatus >= 500) return 'temporary_error';
  return httpStatus === 400 || httpStatus === 422 ? 'invalid_input' : 'permanent_error';
}
