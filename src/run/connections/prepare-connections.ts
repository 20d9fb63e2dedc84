import { RehearsalFailure } from '../../domain/failure.ts';
import type { CasePlan } from '../../domain/scenario.ts';
import { faultKinds, plansConnectionFaults } from '../../fault/index.ts';
import type { ToxiproxyOfRun } from './toxiproxy-of-run.ts';

/**
 * Makes sure, before anything runs, that there is a Toxiproxy where cases need one, and that it can do what they plan.
 *
 * @throws RehearsalFailure TOXIPROXY_UNUSABLE, and what starting a container of it throws.
 */
export async function prepareConnections(plans: readonly CasePlan[], server: ToxiproxyOfRun): Promise<void> {
  const struck = plans.filter(({ faults }) => plansConnectionFaults(faults, faultKinds));
  if (struck.length === 0) return;
  const toxiproxy = await server.open();
  if (toxiproxy.embedded !== undefined) return;
  for (const { id, faults } of struck) {
    for (const { fault, settings } of faults) {
      const kind = faultKinds.find(({ name }) => name === fault);
      const own = kind?.strikeConnection?.(settings).toxics?.find(({ type }) => type.startsWith('rehearsal_'));
      if (own === undefined) continue;
      throw new RehearsalFailure(
        'TOXIPROXY_UNUSABLE',
        `${id} plans the fault ${fault}, and the Toxiproxy at ${toxiproxy.url} (version ${toxiproxy.version}) does not know the toxic ${own.type}.`,
        { hint: 'Only Rehearsal’s own server does: leave --toxiproxy out, or name one that was started with `npx rehearsal toxiproxy`.' },
      );
    }
  }
}
