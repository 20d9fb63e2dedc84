import type { FaultPlace } from '../../domain/chaos.ts';
import type { FaultSchedule, FaultSite, PlannedFault } from '../../domain/fault.ts';
import { canonicalJson, type JsonObject } from '../../domain/json.ts';
import type { FaultKind, TriedAgent } from '../../fault/index.ts';
import { settingsWords } from './schedule-words.ts';

/** An experiment that is to be made. */
export interface PlannedCell {
  /** Stable: `provider-error (429) at request 2`. */
  readonly id: string;
  readonly group: 'single' | 'crash' | 'pair';
  readonly places: readonly string[];
  readonly faults: readonly string[];
  readonly variant: string;
  readonly schedule: FaultSchedule;
}

/** Which kind of place a site is struck at. */
const placeOfSite: Readonly<Record<FaultSite, FaultPlace['kind']>> = {
  tcp: 'request',
  http: 'request',
  stream: 'request',
  model: 'request',
  tool: 'tool',
  human: 'person',
  process: 'moment',
  time: 'moment',
};

/** Every single fault at every place where it can strike: single faults first, crash points after them, each in the order of the history, then of the catalogue. */
export function singleCells(places: readonly FaultPlace[], kinds: readonly FaultKind[], agent: TriedAgent): readonly PlannedCell[] {
  const cells = places.flatMap((place) =>
    kinds.flatMap((kind) => {
      const tries = triesAt(place, kind, agent);
      const once = tries.map((settings) => cellOf(place, kind, settings));
      return place.kind === 'request' && tries[0] !== undefined && isFirstOfMany(place, kind, places)
        ? [...once, lastingCell(place, kind, tries[0])]
        : once;
    }),
  );
  const seen = new Map<string, number>();
  // Two tries that read alike are still two.
  const named = cells.map((cell) => {
    const times = (seen.get(cell.id) ?? 0) + 1;
    seen.set(cell.id, times);
    return times === 1 ? cell : { ...cell, id: `${cell.id}, variant ${times}` };
  });
  return [...named.filter(({ group }) => group === 'single'), ...named.filter(({ group }) => group === 'crash')];
}

/** Trouble that does not pass is tried from the first request to each provider on, with whatever refuses an answer altogether; tools have a kind of their own for that. */
function isFirstOfMany(place: FaultPlace, kind: FaultKind, places: readonly FaultPlace[]): boolean {
  return kind.answer !== undefined && places.find((other) => isSameTarget(place, other)) === place;
}

function isSameTarget(place: FaultPlace, other: FaultPlace): boolean {
  return place.kind === 'request' && other.kind === 'request' && place.provider === other.provider;
}

function lastingCell(place: FaultPlace & { readonly kind: 'request' }, kind: FaultKind, settings: JsonObject): PlannedCell {
  const once = cellOf(place, kind, settings);
  return {
    ...once,
    id: `${once.id.slice(0, once.id.lastIndexOf(' at '))} at every request to ${place.provider}`,
    schedule: [{ ...once.schedule[0]!, match: { provider: place.provider }, occurrence: 'every' }],
  };
}

/** The settings that are worth trying; a kind that does not say so is tried as in its example. */
export function triesAt(place: FaultPlace, kind: FaultKind, agent: TriedAgent): readonly JsonObject[] {
  // Whatever answers or damages strikes requests, also where time is what it is about.
  const isOfRequests = kind.answer !== undefined || kind.damage !== undefined;
  // A tool is called over the same connection.
  const isOverConnection = kind.strikeConnection !== undefined && place.kind === 'tool';
  if ((isOfRequests ? 'request' : placeOfSite[kind.site]) !== place.kind && !isOverConnection) return [];
  if (kind.tries !== undefined) return distinct(kind.tries(place, agent));
  if (place.kind === 'request' && ((kind.site === 'stream' && !place.stream) || (kind.site === 'model' && place.plain))) return [];
  return [kind.example];
}

function distinct(tries: readonly JsonObject[]): readonly JsonObject[] {
  return [...new Map(tries.map((settings) => [canonicalJson(settings), settings])).values()];
}

function cellOf(place: FaultPlace, kind: FaultKind, settings: JsonObject): PlannedCell {
  const variant = settingsWords(settings);
  return {
    id: `${kind.name}${variant === '' ? '' : ` (${variant})`} at ${place.id}`,
    group: kind.site === 'process' ? 'crash' : 'single',
    places: [place.id],
    faults: [kind.name],
    variant,
    schedule: [plannedAt(place, kind, settings)],
  };
}

/** A fault of a schedule that strikes at this place, and nowhere else. */
function plannedAt(place: FaultPlace, kind: FaultKind, settings: JsonObject): PlannedFault {
  switch (place.kind) {
    case 'request':
    case 'person':
      return { fault: kind.name, match: {}, occurrence: place.number, settings };
    case 'tool':
      return { fault: kind.name, match: { tool: place.tool }, occurrence: place.number, settings };
    case 'moment': {
      const { after, tool, report, occurrence } = place.moment;
      const match = { [place.when]: after, ...(tool === undefined ? {} : { tool }), ...(report === undefined ? {} : { report }) };
      return { fault: kind.name, match, occurrence, settings };
    }
  }
}
