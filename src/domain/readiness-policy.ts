/** English day names, in the order of `Date.getUTCDay`. */
export const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
export type Weekday = (typeof weekdays)[number];

/** Every threshold of a readiness verdict (`schema/readiness-policy.json`), with nothing left out. */
export interface ReadinessPolicy {
  /** Version of the format. */
  readonly readiness: 1;
  readonly name: string;
  /** The policy's own version, for people. */
  readonly version: string;
  /** The agent under judgement. */
  readonly agent: string;
  /** Error probability of each certified bound. */
  readonly alpha: number;
  /** What the agent is held against: the adjudicated truth where there is one, else the people; or one of the two alone. */
  readonly reference: 'truth else person' | 'truth' | 'person';
  readonly currency: string;
  readonly validity: {
    /** Share of judged cases where a person saw the agent's answer, or it is not said; those below it count as errors. */
    readonly notBlindShareMax: number;
    /** Share of the rows that an import rejected; nobody knows what those below it would have said. */
    readonly rejectedShareMax: number;
  };
  readonly time: {
    readonly activeDaysMin: number;
    /** Days of the week that must have been seen. */
    readonly weekdays: readonly Weekday[];
    /** IANA name; decides where a day begins. */
    readonly zone: string;
  };
  readonly accuracy: { readonly min: number };
  readonly critical: {
    readonly rateMax: number;
    /** Mistakes that are critical; empty: every mistake on a case that could be critical. */
    readonly confusions: readonly Confusion[];
    /** What to make of a case of which nobody said whether an error could be critical. */
    readonly notSaid: 'invalid' | 'possible' | 'impossible';
    /** Does no decision count as a critical error too? */
    readonly noDecision: boolean;
  };
  readonly segments: {
    readonly min: number;
    /** Empty: every segment that the cases carry. */
    readonly declared: readonly DeclaredSegment[];
  };
  readonly people: {
    /** The agent may agree with people this much less than they agree with each other. */
    readonly margin: number;
  };
  readonly baselines: {
    /** Cheap columns to beat; absent: every other agent that the cases carry, but for the previous version. */
    readonly names?: readonly string[];
    /** Name under which the previous version of the agent decided. */
    readonly previous?: string;
  };
  /** Absent: costs are not compared. */
  readonly cost?: CostPolicy;
  readonly calibration: { readonly bins: number };
  readonly envelope: {
    readonly errorMax: number;
    /** Candidates at most: the more, the weaker each certificate. */
    readonly candidatesMax: number;
    /** Smallest share of the cases that is worth an envelope. */
    readonly coverageMin: number;
    /** Segment whose values may be left to people; absent: the first declared or seen. */
    readonly segment?: string;
    /** The one day (YYYY-MM-DD) at whose end the envelope is certified; absent: it may be looked at every day. */
    readonly declaredDay?: string;
  };
  readonly drift: {
    /** Absent: every field. */
    readonly fields?: readonly string[];
    readonly recentDays: number;
    readonly permutations: number;
    readonly psiBlock: number;
  };
  readonly clusters: {
    /** Fields whose equal values make cases depend on each other, as the customer's number. The day is always looked at. */
    readonly fields: readonly string[];
    /** A warning below this share of the decisions. */
    readonly effectiveShareMin: number;
  };
  readonly rollout: {
    /** Shares of the cases after the envelope, in order; full is the last step. */
    readonly canaryShares: readonly number[];
    /** Share of autonomous decisions that a person still decides blind. */
    readonly auditShare: number;
  };
}

export interface Confusion {
  readonly reference: string;
  /** Absent: any other decision. */
  readonly decision?: string;
}

export interface DeclaredSegment {
  readonly segment: string;
  /** Absent: every value that the cases carry. */
  readonly values?: readonly string[];
}

export interface CostPolicy {
  /** What a decision costs where something else was right. A right decision costs nothing unless it is listed. */
  readonly matrix: readonly { readonly reference: string; readonly decision: string; readonly cost: number }[];
  /** What every other wrong decision costs. */
  readonly otherwise: number;
  /** What no decision costs. */
  readonly noDecision: number;
  /** So much more per decision still counts as no worse. */
  readonly margin: number;
}

/** The policy that a file only changes. */
export const defaultReadinessPolicy: ReadinessPolicy = {
  readiness: 1,
  name: 'default',
  version: '1',
  agent: 'agent',
  alpha: 0.05,
  reference: 'truth else person',
  currency: 'USD',
  validity: { notBlindShareMax: 0, rejectedShareMax: 0 },
  time: { activeDaysMin: 30, weekdays, zone: 'UTC' },
  accuracy: { min: 0.95 },
  critical: { rateMax: 0.005, confusions: [], notSaid: 'invalid', noDecision: false },
  segments: { min: 0.9, declared: [] },
  people: { margin: 0.02 },
  baselines: {},
  calibration: { bins: 10 },
  envelope: { errorMax: 0.05, candidatesMax: 40, coverageMin: 0.05 },
  drift: { recentDays: 7, permutations: 999, psiBlock: 0.25 },
  clusters: { fields: [], effectiveShareMin: 0.9 },
  rollout: { canaryShares: [0.05, 0.25], auditShare: 0.1 },
};
