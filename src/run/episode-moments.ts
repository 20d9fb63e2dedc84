import type { ClockFault, ProcessFault } from '../domain/fault.ts';
import type { CasePlan } from '../domain/scenario.ts';
import { createMomentWatch, describeHappening, describeMoment, happeningOf, type Crossing, type Happening } from '../domain/world-moment.ts';
import { targetOfFault, type ArmedFault, type Injector } from '../fault/index.ts';
import type { EpisodeHistory } from './event-log.ts';

/** A fault of the process, or of its clock, whose moment has come. */
export interface ProcessStrike extends ProcessFault, Omit<ClockFault, 'text'> {
  /** The moment in words: `before tool-called of refund`. */
  readonly moment: string;
  /** It struck, and this is how that was seen. */
  fired(seen: string): void;
  /** It could not strike: there was nothing left to strike. */
  failed(why: string): void;
}

/** The moments of an episode at which something is planned for the agent's process. */
export interface EpisodeMoments {
  /** For whoever does what the agent asks for, and gives it what it gets. */
  readonly crosses: Crossing;
  /** Says who carries the strikes out, and whether an agent is ended at this moment. */
  attend(strike: (strike: ProcessStrike) => void): void;
  /** The agent is about to be started for the first time. */
  begin(): void;
  /** False where `world.restart` names a moment that never came. */
  readonly restartIsDone: boolean;
}

type Fault = ProcessFault & Omit<ClockFault, 'text'>;

function faultOf({ kind, planned: { settings } }: ArmedFault): Fault | undefined {
  return kind.strikeProcess?.(settings) ?? kind.strikeClock?.(settings);
}

export interface EpisodeMomentsOptions {
  readonly plan: CasePlan;
  readonly history: EpisodeHistory;
  readonly injector: Injector;
  /** Whether a recording is being made, which is of the undisturbed run. */
  readonly recording: boolean;
  /** Reads what the agent has said of itself before now. */
  hear(): void;
}

/** Watches for the moments; undefined where nothing is planned for any. */
export function createEpisodeMoments({ plan, history, injector, recording, hear }: EpisodeMomentsOptions): EpisodeMoments | undefined {
  const restart = recording ? undefined : plan.world?.restart;
  if (restart === undefined && !plan.faults.some(({ fault }) => ['moment', 'start'].includes(targetOfFault(fault)))) return undefined;
  let attending: (strike: ProcessStrike) => void = () => undefined;
  const strikeAll = (when: 'before' | 'after', happening: Happening): void => {
    for (const armed of injector.armMoment(when, happening)) {
      const fault = faultOf(armed);
      if (fault !== undefined) attending(planned(fault, armed, `${when} ${describeHappening(happening)}`));
    }
  };
  const planned = (fault: Fault, { index, planned: { fault: name } }: ArmedFault, moment: string): ProcessStrike => ({
    ...fault,
    moment,
    fired(seen) {
      injector.markFired(index);
      history.emit({ kind: 'fault-fired', call: 0, fault: index, name, text: `${fault.text} ${moment}: ${seen}` });
    },
    failed: (why) => injector.markFailed(index, why),
  });
  let restartIsDone = restart === undefined;
  const isRestart = restart === undefined ? () => false : createMomentWatch(restart);
  history.watch((event) => {
    const happening = happeningOf(event);
    if (happening === undefined) return;
    if (isRestart(event)) {
      restartIsDone = true;
      attending({
        end: restart!.how,
        text: 'ended the agent',
        moment: describeMoment(restart!),
        fired: () => undefined,
        failed: (why) =>
          history.emit({ kind: 'failure', code: 'MOMENT_NOT_REACHED', text: `The agent was to be ended ${describeMoment(restart!)}, but ${why}.` }),
      });
    }
    strikeAll('after', happening);
  });
  return {
    crosses(happening) {
      hear();
      strikeAll('before', happening);
      return true;
    },
    attend: (strike) => void (attending = strike),
    begin() {
      for (const armed of injector.armStart()) {
        const fault = faultOf(armed);
        if (fault !== undefined) attending(planned(fault, armed, 'from the start'));
      }
    },
    get restartIsDone() {
      return restartIsDone;
    },
  };
}
