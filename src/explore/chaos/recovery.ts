import type { Event } from '../../domain/event.ts';

/** From the first fault to the next thing that went well, by the clock of the episode; undefined where nothing did. */
export function recoveryMs(events: readonly Event[]): number | undefined {
  const first = events.findIndex(({ kind }) => kind === 'fault-fired');
  if (first === -1) return undefined;
  const well = events.slice(first + 1).find(wentWell);
  return well === undefined ? undefined : well.atMs - events[first]!.atMs;
}

function wentWell(event: Event): boolean {
  switch (event.kind) {
    case 'model-answer':
      return event.complete && event.error === undefined && event.malformed === undefined && event.origin !== 'fault' && event.status < 400;
    case 'http-answer':
      return event.complete && event.origin !== 'fault' && event.status < 400;
    case 'tool-answered':
      return event.outcome === 'ok' && event.delivered;
    case 'human-replied':
    case 'answer':
      return true;
    default:
      return false;
  }
}
