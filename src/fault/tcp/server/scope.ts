import type { Random } from '../../../domain/random.ts';

/** What all proxies of one server share. */
export interface Scope {
  /** All chance of this server. */
  readonly random: Random;
  /** Where a proxy listens that names no host. */
  readonly everywhere: string;
  /** True where proxies may not be reached from other machines. */
  readonly isLoopbackOnly: boolean;
  /** False where there are too many connections already. */
  takeConnection(): boolean;
  releaseConnection(): void;
}
