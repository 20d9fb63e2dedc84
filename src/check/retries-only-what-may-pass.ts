import { eventsOf } from '../domain/event.ts';
import { other, pass, type Check } from './check.ts';
import { historyOf, type History } from './history.ts';
import { permanentStatuses } from './model-calls.ts';
import { nextTry } from './next-try.ts';
import { refuted } from './refuted.ts';
import { counted, type Finding } from './sentence.ts';
import type { ToolCall } from './tool-calls.ts';

/** A permanent error is not a transient one: asking again costs money and changes nothing. */
export const retriesOnlyWhatMayPass: Check = {
  claim: 'retries-only-what-may-pass',
  from: 'S1.1 S1.5',
  rule: 'After 400, 401, 403, 404 or 422 the same request is not made a second time, and after permanent_error or invalid_input a tool is not called again with the same arguments, unless an effect came between that may have changed its mind, or the agent was restarted.',
  declaredAt: ['faults'],
  check(episode) {
    const history = historyOf(episode);
    const refusals = eventsOf(episode.events, 'model-answer').filter(({ status, origin }) => permanentStatuses.has(status) && origin !== 'miss');
    const refused = history.calls.filter(({ outcome }) => outcome === 'permanent_error' || outcome === 'invalid_input');
    const count = refusals.length + refused.length;
    if (count === 0) return other('not-applicable', 'Nothing was refused for good.');
    const findings: readonly Finding[] = [
      ...refusals.flatMap((refusal) => {
        const again = nextTry(refusal, episode.events);
        return again === undefined
          ? []
          : [
              {
                text: `the request refused with ${refusal.status} (event ${refusal.seq}) was made again (event ${again.seq})`,
                seqs: [refusal.seq, again.seq],
              },
            ];
      }),
      ...refused.flatMap((call) => {
        const again = nextCall(call, history);
        return again === undefined
          ? []
          : [
              {
                text: `${call.tool}, refused with ${call.outcome!} (event ${call.seq}), was called again with the same arguments (event ${again.seq})`,
                seqs: [call.seq, again.seq],
              },
            ];
      }),
    ];
    if (findings.length > 0) return refuted(findings);
    return pass(
      `${counted(count, 'request was', 'requests were')} refused for good, and none was made again.`,
      [...refusals, ...refused].map(({ seq }) => seq),
    );
  },
};

/** The next call for the same, unless something was changed in between of what it is about. */
function nextCall(call: ToolCall, { calls, of, restarts }: History): ToolCall | undefined {
  const again = calls.find(({ seq, operation }) => seq > call.seq && operation === call.operation);
  // An agent that was killed may have died before it could write down that it was refused.
  if (again === undefined || restarts.some((restart) => restart > call.seq && restart < again.seq)) return undefined;
  const changed = of('effect-committed').some(
    ({ seq, entity }) => seq > call.seq && seq < again.seq && (entity === undefined || call.entity === undefined || entity === call.entity),
  );
  return changed ? undefined : again;
}
