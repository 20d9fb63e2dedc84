import { RehearsalFailure } from '../../domain/failure.ts';
import type { Toxiproxy } from '../../fault/tcp/toxiproxy.ts';

/** A Toxiproxy in a container. */
export interface ToxiproxyContainer {
  readonly toxiproxy: Toxiproxy;
  stop(): Promise<void>;
}

/** @throws RehearsalFailure */
export function startToxiproxyContainer(image: string | undefined): Promise<ToxiproxyContainer> {
  return Promise.reject(new RehearsalFailure('USAGE', `A container ${image ?? ''} cannot be started yet.`));
}
