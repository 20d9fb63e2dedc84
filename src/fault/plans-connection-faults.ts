import type { FaultSchedule } from '../domain/fault.ts';
import type { FaultKind } from './fault-kind.ts';

/** True where a schedule needs a proxy between the agent and the gateway. */
export function plansConnectionFaults(schedule: FaultSchedule, kinds: readonly FaultKind[]): boolean {
  return schedule.some(({ fault }) => kinds.some(({ name, strikeConnection }) => name === fault && strikeConnection !== undefined));
}
