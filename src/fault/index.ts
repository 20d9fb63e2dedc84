import type { FaultKind } from './fault-kind.ts';
import { providerError } from './kinds/provider-error.ts';
import { stalledAnswer } from './kinds/stalled-answer.ts';
import { streamEndsEarly } from './kinds/stream-ends-early.ts';

/** Every kind of fault. One file, one line here. */
export const faultKinds: readonly FaultKind[] = [providerError, streamEndsEarly, stalledAnswer];

export type { FaultContext, FaultKind } from './fault-kind.ts';
export { createInjector, type ArmedFault, type Injector } from './injector.ts';
