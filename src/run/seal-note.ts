import { eventsOf, type Event } from '../domain/event.ts';
import type { CasePlan } from '../domain/scenario.ts';

const listedMax = 3;

/** What the report says of how well the agent was kept from other hosts. */
export function sealNote(plan: CasePlan, events: readonly Event[]): string {
  const isSealed = eventsOf(events, 'episode-started')[0]?.seal === 'sealed';
  if (plan.agent.kind === 'image')
    return isSealed
      ? 'Sealed: the network of its container leads to the gateway and nowhere else.'
      : 'Not sealed: the network of its container leads to this machine alone, but something besides the gateway listens here, on other addresses than loopback.';
  if (!isSealed) return 'Not sealed: the agent is a process of its own; proxy variables turn other hosts away only for clients that honour them.';
  if (plan.agent.kind !== 'function') return 'Sealed by rehearsal/intercept, inside the Node process; other programs that it starts are not.';
  const programs = [...new Set(eventsOf(events, 'program-started').map(({ program }) => program))];
  if (programs.length === 0)
    return 'Sealed: no HTTP request, and no socket or datagram to another machine, can leave but through the gateway; it started no program.';
  const more = programs.length > listedMax ? ` and ${programs.length - listedMax} more` : '';
  return `Not sealed: the agent started ${programs.slice(0, listedMax).join(', ')}${more}; what these send does not pass through the gateway. The agent itself was sealed.`;
}
