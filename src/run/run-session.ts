import type { Episode } from '../domain/episode.ts';
import type { PriceList } from '../domain/price.ts';
import type { CasePlan } from '../domain/scenario.ts';
import type { RunContext } from './run-context.ts';
import { disturbsItsProcess, undisturbed } from './undisturbed.ts';
import { runEpisode, type EpisodeOptions, type EpisodeResult } from './run-episode.ts';

/** A case that was run once, ready to be judged. */
export interface Session {
  readonly result: EpisodeResult;
  readonly episode: Episode;
}

export interface SessionOptions extends EpisodeOptions {
  /** The run without the restart, with the same seed, where it was made before: it is not made again, nor written to the log. */
  readonly reference?: Pick<EpisodeResult, 'events' | 'writeLog'>;
}

/**
 * Runs a case once. One that restarts its agent is first run without the restart, with the same seed: what would have happened is what the restarted agent
 * is held against.
 */
export async function runSession(plan: CasePlan, context: RunContext, prices: PriceList, options: SessionOptions = {}): Promise<Session> {
  const { reference: known, ...episode } = options;
  const reference = (disturbsItsProcess(plan) ? known : undefined) ?? (await runReference(plan, context, episode));
  const own = await runEpisode(plan, context, episode);
  const result: EpisodeResult =
    reference === undefined || own.notRun !== undefined
      ? own
      : {
          ...own,
          notes: [
            ...own.notes,
            `The same case was first run without its restart, ${reference.events.length} events: that is what a restarted agent is held against.`,
          ],
          ...(own.writeLog === undefined
            ? {}
            : {
                writeLog() {
                  reference.writeLog?.();
                  own.writeLog?.();
                },
              }),
        };
  return { result, episode: episodeOf(plan, result, prices, reference) };
}

async function runReference(plan: CasePlan, context: RunContext, options: EpisodeOptions): Promise<EpisodeResult | undefined> {
  if (context.mode === 'record' || !disturbsItsProcess(plan)) return undefined;
  return runEpisode(undisturbed(plan), context, { ...options, label: `${options.label ?? ''} (without its restart)` });
}

function episodeOf(plan: CasePlan, result: EpisodeResult, prices: PriceList, reference: Pick<EpisodeResult, 'events'> | undefined): Episode {
  return {
    id: plan.id,
    tasks: plan.tasks,
    expect: plan.expect,
    limits: plan.limits,
    prices,
    contracts: plan.contracts,
    ...(plan.world === undefined ? {} : { world: plan.world }),
    declared: plan.declares,
    settings: plan.settings,
    events: result.events,
    ...(reference === undefined ? {} : { reference: reference.events }),
  };
}
