import type { ToxicKind } from '../toxic.ts';
import { bandwidth } from './bandwidth.ts';
import { latency } from './latency.ts';
import { limitData } from './limit-data.ts';
import { noop } from './noop.ts';
import { rehearsalBlackhole } from './rehearsal-blackhole.ts';
import { rehearsalDuplicate } from './rehearsal-duplicate.ts';
import { rehearsalHalfClose } from './rehearsal-half-close.ts';
import { rehearsalHalfOpen } from './rehearsal-half-open.ts';
import { rehearsalRefuse } from './rehearsal-refuse.ts';
import { rehearsalReset } from './rehearsal-reset.ts';
import { rehearsalTimeout } from './rehearsal-timeout.ts';
import { resetPeer } from './reset-peer.ts';
import { slicer } from './slicer.ts';
import { slowClose } from './slow-close.ts';
import { timeout } from './timeout.ts';

/** Every kind of toxic: first those of Toxiproxy 2.12, then our own. One file, one line here. */
export const toxicKinds: readonly ToxicKind[] = [
  bandwidth,
  latency,
  limitData,
  noop,
  resetPeer,
  slicer,
  slowClose,
  timeout,
  rehearsalBlackhole,
  rehearsalDuplicate,
  rehearsalHalfClose,
  rehearsalHalfOpen,
  rehearsalRefuse,
  rehearsalReset,
  rehearsalTimeout,
];
