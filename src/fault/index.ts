import type { FaultSite } from '../domain/fault.ts';
import type { FaultKind } from './fault-kind.ts';
import { argumentsHalfWritten } from './kinds/arguments-half-written.ts';
import { argumentsOffSchema } from './kinds/arguments-off-schema.ts';
import { brokenConnection } from './kinds/broken-connection.ts';
import { contextOverflow } from './kinds/context-overflow.ts';
import { cutInStream } from './kinds/cut-in-stream.ts';
import { duplicateCallIds } from './kinds/duplicate-call-ids.ts';
import { emptyStream } from './kinds/empty-stream.ts';
import { emptyTurn } from './kinds/empty-turn.ts';
import { errorInStream } from './kinds/error-in-stream.ts';
import { errorUnderOk } from './kinds/error-under-ok.ts';
import { htmlInstead } from './kinds/html-instead.ts';
import { injectedInstructions } from './kinds/injected-instructions.ts';
import { lengthLimit } from './kinds/length-limit.ts';
import { lostToolAnswer } from './kinds/lost-tool-answer.ts';
import { malformedEvent } from './kinds/malformed-event.ts';
import { malformedJson } from './kinds/malformed-json.ts';
import { modelRefusal } from './kinds/model-refusal.ts';
import { offContractResult } from './kinds/off-contract-result.ts';
import { processKilled } from './kinds/process-killed.ts';
import { providerError } from './kinds/provider-error.ts';
import { quotaExceeded } from './kinds/quota-exceeded.ts';
import { repeatedCall } from './kinds/repeated-call.ts';
import { repeatedEvent } from './kinds/repeated-event.ts';
import { silentNoOp } from './kinds/silent-no-op.ts';
import { slowFirstToken } from './kinds/slow-first-token.ts';
import { slowTokens } from './kinds/slow-tokens.ts';
import { slowTool } from './kinds/slow-tool.ts';
import { stalledAnswer } from './kinds/stalled-answer.ts';
import { streamEndsEarly } from './kinds/stream-ends-early.ts';
import { contradictoryResult } from './kinds/contradictory-result.ts';
import { hostileText } from './kinds/hostile-text.ts';
import { staleResult } from './kinds/stale-result.ts';
import { toolOutage } from './kinds/tool-outage.ts';
import { truncatedList } from './kinds/truncated-list.ts';
import { wrongEntity } from './kinds/wrong-entity.ts';
import { approvalWithdrawn } from './kinds/approval-withdrawn.ts';
import { contradictoryReply } from './kinds/contradictory-reply.ts';
import { lateReply } from './kinds/late-reply.ts';
import { peopleSilent } from './kinds/people-silent.ts';
import { tcpBandwidth } from './kinds/tcp-bandwidth.ts';
import { tcpBlackhole } from './kinds/tcp-blackhole.ts';
import { tcpDown } from './kinds/tcp-down.ts';
import { tcpDuplicateDelivery } from './kinds/tcp-duplicate-delivery.ts';
import { tcpHalfOpen } from './kinds/tcp-half-open.ts';
import { tcpLatency } from './kinds/tcp-latency.ts';
import { tcpLimitData } from './kinds/tcp-limit-data.ts';
import { tcpRefuse } from './kinds/tcp-refuse.ts';
import { tcpReset } from './kinds/tcp-reset.ts';
import { tcpResetPeer } from './kinds/tcp-reset-peer.ts';
import { tcpSlicer } from './kinds/tcp-slicer.ts';
import { tcpSlowClose } from './kinds/tcp-slow-close.ts';
import { tcpTimeout } from './kinds/tcp-timeout.ts';
import { clockJumps } from './kinds/clock-jumps.ts';
import { clockSkewed } from './kinds/clock-skewed.ts';
import { processPaused } from './kinds/process-paused.ts';
import { secondWorker } from './kinds/second-worker.ts';
import { tornCheckpoint } from './kinds/torn-checkpoint.ts';
import { waitOverruns } from './kinds/wait-overruns.ts';
import { toolError } from './kinds/tool-error.ts';
import { truncatedJson } from './kinds/truncated-json.ts';
import { unknownTool } from './kinds/unknown-tool.ts';
import { wrongConfidence } from './kinds/wrong-confidence.ts';
import { wrongContentType } from './kinds/wrong-content-type.ts';
import { targetOf, type FaultTarget } from './target-of.ts';

/** Every kind of fault. One file, one line here. */
export const faultKinds: readonly FaultKind[] = [
  providerError,
  quotaExceeded,
  errorUnderOk,
  htmlInstead,
  wrongContentType,
  truncatedJson,
  malformedJson,
  brokenConnection,
  streamEndsEarly,
  stalledAnswer,
  errorInStream,
  slowFirstToken,
  slowTokens,
  cutInStream,
  emptyStream,
  repeatedEvent,
  malformedEvent,
  modelRefusal,
  lengthLimit,
  emptyTurn,
  unknownTool,
  argumentsOffSchema,
  argumentsHalfWritten,
  duplicateCallIds,
  repeatedCall,
  wrongConfidence,
  contextOverflow,
  toolError,
  toolOutage,
  slowTool,
  lostToolAnswer,
  offContractResult,
  staleResult,
  wrongEntity,
  truncatedList,
  contradictoryResult,
  injectedInstructions,
  hostileText,
  silentNoOp,
  peopleSilent,
  lateReply,
  contradictoryReply,
  approvalWithdrawn,
  processKilled,
  tornCheckpoint,
  processPaused,
  secondWorker,
  clockSkewed,
  clockJumps,
  waitOverruns,
  tcpLatency,
  tcpBandwidth,
  tcpSlowClose,
  tcpTimeout,
  tcpResetPeer,
  tcpSlicer,
  tcpLimitData,
  tcpDown,
  tcpReset,
  tcpRefuse,
  tcpHalfOpen,
  tcpBlackhole,
  tcpDuplicateDelivery,
];

export type { FaultContext, FaultKind, Speech, TriedAgent } from './fault-kind.ts';
export { targetWords } from './target-of.ts';
export { createInjector, type ArmedFault, type Injector } from './injector.ts';
export { createConnectionStrikes, type ConnectionStrike, type ConnectionStrikes, type StruckConnection } from './tcp/connection-strikes.ts';
export { plansConnectionFaults } from './plans-connection-faults.ts';

/** What the fault of that name waits for. */
export function targetOfFault(name: string): FaultTarget {
  const kind = faultKinds.find((each) => each.name === name);
  return kind === undefined ? 'request' : targetOf(kind);
}

/** The site of the fault of that name. */
export function siteOfFault(name: string): FaultSite | undefined {
  return faultKinds.find((each) => each.name === name)?.site;
}
