import type { Event } from './event.ts';
import type { WorldMoment } from './world.ts';

/**
 * Watches a history for one moment. The function is told of every event, in order, and is true once: at the event that is the moment.
 *
 * @example
 * const isMoment = createMomentWatch({ after: 'effect-committed', tool: 'refund', occurrence: 2 });
 * events.filter(isMoment); // the second refund
 */
export function createMomentWatch(moment: WorldMoment): (event: Event) => boolean {
  let seen = 0;
  return (event) => event.kind === moment.after && has(event, moment) && ++seen === moment.occurrence;
}

function has(event: Event, { tool, report }: WorldMoment): boolean {
  return (
    (tool === undefined || toolOf(event) === tool) && (report === undefined || (event.kind === 'agent-reported' && event.report.type === report))
  );
}

/** A request to people is about the tool of the call that it names. */
function toolOf(event: Event): string | undefined {
  if (event.kind === 'human-asked') return event.concerns?.tool;
  return 'tool' in event ? event.tool : undefined;
}

/** A moment in words: `after effect-committed of refund, number 2`. */
export function describeMoment({ after, tool, report, occurrence }: WorldMoment): string {
  return `after ${after}${report === undefined ? '' : ` (${report})`}${tool === undefined ? '' : ` of ${tool}`}, number ${occurrence}`;
}
