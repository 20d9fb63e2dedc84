import type { FaultKind } from './fault-kind.ts';
import { injectedInstructions } from './kinds/injected-instructions.ts';
import { lostToolAnswer } from './kinds/lost-tool-answer.ts';
import { offContractResult } from './kinds/off-contract-result.ts';
import { providerError } from './kinds/provider-error.ts';
import { silentNoOp } from './kinds/silent-no-op.ts';
import { slowTool } from './kinds/slow-tool.ts';
import { stalledAnswer } from './kinds/stalled-answer.ts';
import { streamEndsEarly } from './kinds/stream-ends-early.ts';
import { toolError } from './kinds/tool-error.ts';

/** Every kind of fault. One file, one line here. */
export const faultKinds: readonly FaultKind[] = [
  providerError,
  streamEndsEarly,
  stalledAnswer,
  toolError,
  slowTool,
  lostToolAnswer,
  offContractResult,
  injectedInstructions,
  silentNoOp,
];

export type { FaultContext, FaultKind } from './fault-kind.ts';
export { createInjector, type ArmedFault, type Injector } from './injector.ts';
