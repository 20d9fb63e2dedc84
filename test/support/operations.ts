import { answered, asked, at, called, gave, refused, type Body } from './episodes.ts';

/** A request to a model and its answer at given milliseconds: status 200, an error, or nothing. */
export function asksModel(
  call: number,
  startMs: number,
  endMs: number,
  status: number,
  members: Parameters<typeof asked>[1] & { readonly retryAfter?: number } = {},
): readonly Body[] {
  const { retryAfter, ...request } = members;
  const answer = status === 200 ? answered(call) : refused(call, status, retryAfter);
  return [at(startMs, asked(call, request)), at(endMs, answer)];
}

/** A call of a tool and its answer at given milliseconds. */
export function callsTool(
  toolCall: number,
  tool: string,
  startMs: number,
  endMs: number,
  outcome: Parameters<typeof gave>[2] = 'ok',
  members: Parameters<typeof gave>[3] & { readonly args?: Parameters<typeof called>[2] } = {},
): readonly Body[] {
  const { args, ...answer } = members;
  return [at(startMs, called(toolCall, tool, args)), at(endMs, gave(toolCall, tool, outcome, answer))];
}

/** Attempts at one request whose gaps are given, each answered at once; the last one succeeds. */
export function retries(
  firstCall: number,
  conversation: number,
  startMs: number,
  gapsMs: readonly number[],
  members: Parameters<typeof asked>[1] = {},
): readonly Body[] {
  let now = startMs;
  return [0, ...gapsMs].flatMap((gapMs, index) => {
    now += gapMs;
    return asksModel(firstCall + index, now, now, index === gapsMs.length ? 200 : 503, { conversation, attempt: index + 1, ...members });
  });
}
