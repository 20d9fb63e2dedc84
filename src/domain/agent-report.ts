import type { Json, JsonObject } from './json.ts';

/**
 * What an agent says of itself, as JSON lines or as events of its spans. It is weaker evidence than what the gateway and the ledger
 * saw; a claim that contradicts them is the agent's error.
 */
export type AgentReport =
  /** A transition of its state machine (S1.3). */
  | {
      readonly type: 'state';
      readonly machine?: string;
      readonly request?: string;
      readonly from?: string;
      readonly to: string;
      readonly on?: string;
    }
  /** A step record (S1.2). */
  | {
      readonly type: 'step';
      readonly request_id: string;
      readonly step_id: string;
      readonly attempt: number;
      readonly status: 'pending' | 'success' | 'failed';
      readonly input_hash: string;
      readonly error_code?: string;
      /** True where an earlier success with the same input was used instead of executing the step. */
      readonly reused?: boolean;
    }
  /** State was written down (S2.1). */
  | { readonly type: 'checkpoint'; readonly name: string }
  /** A decision, and who took it (S0.1, S0.5, S2.3). */
  | {
      readonly type: 'decision';
      readonly decision: string;
      readonly task?: Json;
      readonly confidence?: number;
      readonly risk?: number;
      readonly amount?: number;
      readonly task_type?: string;
      /** True where no person was asked. */
      readonly autonomous?: boolean;
      /** The bounds that it was held against: max_autonomous_amount, max_risk_score, min_confidence, autonomous_task_types. */
      readonly bounds?: JsonObject;
      readonly reason?: string;
    }
  /** A line of the audit log (S2.3). */
  | {
      readonly type: 'audit';
      readonly session_id?: string;
      readonly step?: number;
      readonly reasoning?: string;
      readonly considered_tools?: readonly string[];
      readonly chosen_tool?: string;
      readonly confidence?: number;
      readonly params?: Json;
      readonly result?: Json;
      readonly duration_ms?: number;
      readonly input_tokens?: number;
      readonly output_tokens?: number;
      readonly cost_usd?: number;
    }
  /** What the run can be repeated with (S2.3). */
  | {
      readonly type: 'run';
      readonly seed?: number | string;
      readonly model?: string;
      readonly temperature?: number;
      readonly prompt_version?: string;
    }
  /** A plan, before anything of it runs (S4.1). */
  | {
      readonly type: 'plan';
      readonly plan_id: string;
      readonly steps: readonly {
        readonly action: string;
        readonly params?: JsonObject;
        readonly timeout_seconds?: number;
        readonly validation?: Json;
      }[];
      readonly constraints?: JsonObject;
    }
  /** What the agent's own check of a plan found. */
  | { readonly type: 'plan-checked'; readonly plan_id: string; readonly accepted: boolean; readonly violations?: readonly string[] }
  /** A step of a plan begins. */
  | { readonly type: 'plan-step'; readonly plan_id: string; readonly step: number; readonly status: 'started' | 'done' | 'failed' | 'compensated' }
  | { readonly type: 'breaker'; readonly name: string; readonly state: 'closed' | 'open' | 'half-open' }
  /** Another model, tool or way was taken. */
  | { readonly type: 'fallback'; readonly from: string; readonly to: string; readonly degraded?: boolean }
  | { readonly type: 'queued'; readonly item: string; readonly reason?: string }
  | { readonly type: 'dequeued'; readonly item: string; readonly done: boolean }
  /** In shadow mode: what the agent would have done, and what the person did (S0.3). */
  | { readonly type: 'discrepancy'; readonly case?: string; readonly agent: Json; readonly human: Json }
  | { readonly type: 'log'; readonly level: string; readonly message: string; readonly attributes?: JsonObject };

export type AgentReportType = AgentReport['type'];
export type ReportOf<T extends AgentReportType> = Extract<AgentReport, { readonly type: T }>;

/** A finished span (OpenTelemetry), its names as they were sent. Times are of the agent's own clock. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly status: 'unset' | 'ok' | 'error';
  readonly statusText?: string;
  readonly attributes: JsonObject;
  readonly resource: JsonObject;
  readonly events: readonly { readonly name: string; readonly atMs: number; readonly attributes: JsonObject }[];
}

export type EvidenceEventBody =
  | { readonly kind: 'agent-reported'; readonly report: AgentReport; readonly via: 'http' | 'file' | 'span' | 'log' }
  | { readonly kind: 'span-ended'; readonly span: Span }
  | { readonly kind: 'metric-reported'; readonly name: string; readonly value: number; readonly unit?: string; readonly attributes: JsonObject }
  /** Evidence that could not be read, or contradicts itself: a torn line, a span that ended twice, a clock that went backwards. */
  | { readonly kind: 'evidence-rejected'; readonly via: 'http' | 'file' | 'otlp'; readonly text: string };
