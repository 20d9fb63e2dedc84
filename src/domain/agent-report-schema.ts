import type { AgentReportType } from './agent-report.ts';
import type { JsonObject } from './json.ts';

const text: JsonObject = { type: 'string' };
const named: JsonObject = { type: 'string', minLength: 1 };
const number: JsonObject = { type: 'number' };
const flag: JsonObject = { type: 'boolean' };
const anything: JsonObject = {};
const object: JsonObject = { type: 'object' };
const texts: JsonObject = { type: 'array', items: text };
const oneOf = (...values: readonly string[]): JsonObject => ({ enum: values });

/** Members of each type of report: those before `also` must be there. Others may be, and are kept. */
const reportMembers: Readonly<Record<AgentReportType, { readonly needs: JsonObject; readonly also: JsonObject }>> = {
  state: { needs: { to: named }, also: { from: named, machine: text, request: text, on: text } },
  step: {
    needs: {
      request_id: named,
      step_id: named,
      attempt: { type: 'integer', minimum: 1 },
      status: oneOf('pending', 'success', 'failed'),
      input_hash: text,
    },
    also: { error_code: text, reused: flag },
  },
  checkpoint: { needs: { name: named }, also: {} },
  decision: {
    needs: { decision: named },
    also: { task: anything, confidence: number, risk: number, amount: number, task_type: text, autonomous: flag, bounds: object, reason: text },
  },
  audit: {
    needs: {},
    also: {
      session_id: text,
      step: number,
      reasoning: text,
      considered_tools: texts,
      chosen_tool: text,
      confidence: number,
      params: anything,
      result: anything,
      duration_ms: number,
      input_tokens: number,
      output_tokens: number,
      cost_usd: number,
    },
  },
  run: { needs: {}, also: { seed: { type: ['number', 'string'] }, model: text, temperature: number, prompt_version: text } },
  plan: {
    needs: {
      plan_id: named,
      steps: {
        type: 'array',
        items: { type: 'object', required: ['action'], properties: { action: named, params: object, timeout_seconds: number, validation: anything } },
      },
    },
    also: { constraints: object },
  },
  'plan-checked': { needs: { plan_id: named, accepted: flag }, also: { violations: texts } },
  'plan-step': { needs: { plan_id: named, step: number, status: oneOf('started', 'done', 'failed', 'compensated') }, also: {} },
  breaker: { needs: { name: named, state: oneOf('closed', 'open', 'half-open') }, also: {} },
  fallback: { needs: { from: named, to: named }, also: { degraded: flag } },
  queued: { needs: { item: named }, also: { reason: text } },
  dequeued: { needs: { item: named, done: flag }, also: {} },
  discrepancy: { needs: { agent: anything, human: anything }, also: { case: text } },
  log: { needs: { level: text, message: text }, also: { attributes: object } },
};

export const agentReportTypes: readonly AgentReportType[] = Object.keys(reportMembers) as readonly AgentReportType[];

/** JSON Schema (2020-12) of one report: a line of `$REHEARSAL_EVIDENCE_FILE`, or of a body posted to `$REHEARSAL_EVIDENCE_URL`. */
export const agentReportSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://rehearsal.invalid/schema/agent-report.json',
  title: 'What an agent says of itself to Rehearsal',
  type: 'object',
  required: ['type'],
  properties: { type: { enum: agentReportTypes } },
  allOf: Object.entries(reportMembers).map(([type, { needs, also }]) => ({
    if: { required: ['type'], properties: { type: { const: type } } },
    then: { required: Object.keys(needs), properties: { ...needs, ...also } },
  })),
};
