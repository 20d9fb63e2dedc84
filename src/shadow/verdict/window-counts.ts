/** Counts that a new version of the agent starts anew. */
export interface WindowCounts {
  byTruth: number;
  withoutAgentDecision: number;
  unmapped: number;
  undated: number;
  withoutFingerprint: number;
  notBlind: number;
  withoutPerson: number;
  contested: number;
  criticalNotSaid: number;
  repeated: number;
  changed: number;
}

export function emptyWindow(): WindowCounts {
  return {
    byTruth: 0,
    withoutAgentDecision: 0,
    unmapped: 0,
    undated: 0,
    withoutFingerprint: 0,
    notBlind: 0,
    withoutPerson: 0,
    contested: 0,
    criticalNotSaid: 0,
    repeated: 0,
    changed: 0,
  };
}
