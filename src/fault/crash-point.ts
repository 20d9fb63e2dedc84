import type { FaultPlace } from '../domain/chaos.ts';
import type { TriedAgent } from './fault-kind.ts';
import type { MomentKind } from '../domain/world.ts';

/** What the agent does itself; everything else happens to it. */
const deeds: ReadonlySet<MomentKind> = new Set(['model-request', 'tool-called', 'human-asked', 'agent-reported', 'answer']);

/**
 * True for moments at which the death of an agent makes a history of its own. Before a deed it has not happened; after it, it has. A tool that was called goes on: that
 * its agent died just before it commits is that it died after the call. A dead agent gets no answer, be it given or not; what a live one does with its answer
 * shows before its next deed.
 */
export function isCrashPoint(place: FaultPlace, agent?: TriedAgent): boolean {
  if (place.kind !== 'moment' || (place.moment.after === 'answer' && agent?.endsWithItsAnswer === true)) return false;
  return deeds.has(place.moment.after) || (place.when === 'after' && place.moment.after === 'effect-committed');
}
