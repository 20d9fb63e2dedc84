import type { FaultPlace } from '../../domain/chaos.ts';
import { eventsOf } from '../../domain/event.ts';
import type { FaultSchedule } from '../../domain/fault.ts';
import { faultKinds } from '../../fault/index.ts';
import { triedAgentOf } from '../../run/tried-agent.ts';
import { tryOut, type Subject } from './experiment.ts';
import { placesOf } from './places.ts';
import { singleCells, type PlannedCell } from './planned-cells.ts';

/**
 * Deaths of an agent between its tasks, after trouble: while a provider refuses everything, work is put off, and what waits must outlive the process that put it
 * off. The trouble ends with the death.
 */
export async function crashesInTrouble(
  singles: readonly PlannedCell[],
  places: readonly FaultPlace[],
  subject: Subject,
  seed: number,
): Promise<readonly PlannedCell[]> {
  if (subject.plan.tasks.length < 2) return [];
  const known = new Set(places.map(({ id }) => id));
  const killing = faultKinds.filter(({ name }) => name === 'process-killed');
  const cells: PlannedCell[] = [];
  for (const trouble of firstPerProvider(singles)) {
    const { episode } = await tryOut(subject, trouble.schedule, seed);
    const first = eventsOf(episode.events, 'fault-fired').length;
    if (first === 0) continue;
    const schedule: FaultSchedule = [{ ...trouble.schedule[0]!, occurrence: { first } }];
    const moments = placesOf(episode.events, subject.plan.contracts).flatMap(({ place }) => (isBetweenTasks(place) ? [place] : []));
    // A report shows the places of the undisturbed run.
    const deaths = singleCells(moments, killing, triedAgentOf(subject.plan)).filter((cell) => cell.places.every((id) => known.has(id)));
    cells.push(
      ...deaths.map((death) => ({
        id: `${trouble.id} + ${death.id}`,
        group: 'pair' as const,
        places: [...trouble.places, ...death.places],
        faults: [...trouble.faults, ...death.faults],
        variant: [trouble.variant, death.variant].filter((variant) => variant !== '').join(' + '),
        schedule: [...schedule, ...death.schedule],
      })),
    );
  }
  return cells;
}

function isBetweenTasks(place: FaultPlace): boolean {
  return place.kind === 'moment' && place.when === 'after' && place.moment.after === 'answer';
}

/** The plainest trouble that does not pass: one for each provider. */
function firstPerProvider(singles: readonly PlannedCell[]): readonly PlannedCell[] {
  const lasting = singles.filter(({ schedule, faults }) => schedule[0]!.occurrence === 'every' && faults[0] === 'provider-error');
  return [...new Map(lasting.toReversed().map((cell) => [cell.schedule[0]!.match.provider, cell])).values()];
}
