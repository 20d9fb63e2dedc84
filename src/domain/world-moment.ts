import type { Event } from './event.ts';
import { momentKinds, type MomentKind, type WorldMoment } from './world.ts';

/** Something that happens, or is about to: as much of it as a moment is known by. */
export interface Happening {
  readonly kind: MomentKind;
  readonly tool?: string | undefined;
  /** Type of the report. */
  readonly report?: string | undefined;
}

/**
 * Asked just before something takes effect that the agent does, or that it is to get. False where the agent that is concerned has been ended, at that very moment
 * or before it: what it was about to do must not take effect, what it was to get it does not get.
 */
export type Crossing = (happening: Happening) => boolean;

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

/** What has happened, where a moment can be told by it. */
export function happeningOf(event: Event): Happening | undefined {
  if (!(momentKinds as readonly string[]).includes(event.kind)) return undefined;
  return { kind: event.kind as MomentKind, tool: toolOf(event), report: event.kind === 'agent-reported' ? event.report.type : undefined };
}

/** A request to people is about the tool of the call that it names. */
function toolOf(event: Event): string | undefined {
  if (event.kind === 'human-asked') return event.concerns?.tool;
  return 'tool' in event ? event.tool : undefined;
}

/** What happens, in words: `tool-called of refund`, `agent-reported (checkpoint)`. */
export function describeHappening({ kind, tool, report }: Happening): string {
  return `${kind}${report === undefined ? '' : ` (${report})`}${tool === undefined ? '' : ` of ${tool}`}`;
}

/** A moment in words: `after effect-committed of refund, number 2`. */
export function describeMoment({ after, tool, report, occurrence }: WorldMoment): string {
  return `after ${describeHappening({ kind: after, tool, report })}, number ${occurrence}`;
}
