// Approval of contracts, after S0: rules that people know, a model that reads, bounds within which the agent decides alone, and people for the rest.
import { report } from '../../src/agent.ts';
import { openAuditLog, type AuditLog } from '../reference/audit.ts';
import { logDecision, reasonsToAsk, type Autonomy, type Proposal } from '../reference/autonomy.ts';
import { createGuard } from '../reference/guard.ts';
import { createModelChain, type ModelChain } from '../reference/model-chain.ts';
import { sampling, type ModelReply } from '../reference/model.ts';
import { askPerson, type HumanReply } from '../reference/people.ts';
import { perSession } from '../reference/per-session.ts';
import { openQueue } from '../reference/queue.ts';
import { startTrace, type Trace } from '../reference/trace.ts';
import type { CallTool, ToolReply } from '../reference/tools.ts';
import { configuration } from '../reference/world.ts';
import { routeOf, type Contract, type Route } from './routing.ts';

/** What the model says about a contract. */
interface Reading {
  readonly task_type: string;
  readonly decision: 'approve' | 'reject';
  readonly confidence: number;
  readonly risk: number;
  readonly reasoning: string;
}

/** The parts that an agent is made of; a twin has one of them broken. */
export interface Parts {
  readonly models: () => ModelChain;
  readonly route: (contract: Contract) => Route;
  readonly reasonsToAsk: (proposal: Proposal, bounds: Autonomy) => readonly string[];
  readonly logDecision: typeof logDecision;
  readonly ask: typeof askPerson;
  readonly guard: () => CallTool;
  readonly openAudit: (session: string) => AuditLog;
  readonly startTrace: typeof startTrace;
  readonly inShadow: () => boolean;
}

export const usualBounds: Autonomy = {
  max_autonomous_amount: 500_000,
  max_risk_score: 0.5,
  min_confidence: 0.8,
  autonomous_task_types: ['поставка', 'аренда'],
};

export const soundParts: Parts = {
  models: () => createModelChain({ models: ['gpt-4o', 'gpt-4o-mini'] }),
  route: routeOf,
  reasonsToAsk,
  logDecision,
  ask: askPerson,
  guard: () => createGuard({ writes: ['register_decision', 'revoke_decision'] }),
  openAudit: openAuditLog,
  startTrace,
  inShadow: () => process.env['REHEARSAL_SHADOW'] === '1',
};

const system =
  'You read contracts for the legal department. Answer with JSON: task_type, decision (approve or reject), confidence (0 to 1), risk (0 to 1), reasoning. You decide nothing by yourself.';

type Answer = Readonly<Record<string, unknown>>;

/** Puts an agent together. */
export function createAgent(parts: Parts = soundParts): (task: unknown) => Promise<Answer> {
  const models = perSession(parts.models);
  const guard = perSession(parts.guard);
  return async (task) => {
    const contract = task as Contract;
    const trace = parts.startTrace('agent_process', { 'request.id': contract.contract_id });
    try {
      return await approve(contract, parts, models(), guard(), trace);
    } finally {
      await trace.end();
    }
  };
}

async function approve(contract: Contract, parts: Parts, models: ModelChain, guarded: CallTool, trace: Trace): Promise<Answer> {
  const { contract_id } = contract;
  const audit = parts.openAudit(contract_id);
  const call = traced(guarded, trace);
  const bounds = { ...usualBounds, ...((await configuration()) as Partial<Autonomy>) };

  const route = parts.route(contract);
  if (route.postpone) {
    return { decision: 'postpone_to_monday', contract_id, explanation: 'It is not urgent, and nobody answers on a Friday evening.' };
  }

  const found = await call('get_contract', { contract_id });
  if (found.status !== 'success')
    return honest(contract_id, `The contract could not be read (${found.errorCode ?? found.status}).`, [], 'A person must look for it.');

  const { reading, reply, degraded, failures } = await readContract(contract, models, trace, Number(found.data['documents'] ?? 0));
  if (reading === undefined || reply === undefined) return queueOrAsk(contract, parts, failures);
  audit.begin({ ...sampling, model: reply.model });

  const checks = await runChecks(contract_id, route, call);
  const risk = Math.max(reading.risk, ...checks.map(({ data }) => Number(data['risk'] ?? 1)));
  const decision = checks.every(({ data }) => data['passed'] === true) ? reading.decision : 'reject';
  const proposal: Proposal = {
    task: contract,
    decision,
    amount: contract.amount_rub,
    risk,
    confidence: reading.confidence,
    taskType: reading.task_type,
  };
  const reasons = [...parts.reasonsToAsk(proposal, bounds), ...(route.visa === undefined ? [] : [`it needs the signature of ${route.visa}`])];
  const effect = { contract_id, decision, route_to: route.route_to, sla_hours: route.sla_hours };
  audit.write({
    reasoning: reading.reasoning,
    considered_tools: ['register_decision', 'ask_person'],
    chosen_tool: reasons.length === 0 ? 'register_decision' : 'ask_person',
    confidence: reading.confidence,
    params: effect,
    result: reasons.length === 0 ? 'decided alone' : reasons,
    duration_ms: 0,
    input_tokens: reply.inputTokens,
    output_tokens: reply.outputTokens,
    cost_usd: (reply.inputTokens * 2.5 + reply.outputTokens * 10) / 1e6,
  });

  if (parts.inShadow()) {
    parts.logDecision(proposal, bounds, reasons.length === 0, 'in shadow: nothing was done');
    await compareWithPerson(contract_id, decision, call);
    return { decision, contract_id, shadow: true, route_to: route.route_to };
  }
  parts.logDecision(proposal, bounds, reasons.length === 0, reasons.join('; '));
  if (reasons.length > 0) {
    const human = await askAbout(proposal, effect, reasons, route, parts);
    if (human.reply !== 'approve') return notApproved(contract_id, human, reasons);
  }
  const registered = await call('register_decision', effect);
  if (registered.status !== 'success') {
    return honest(
      contract_id,
      `The decision was not put on record (${registered.errorCode ?? registered.status}).`,
      [`decided: ${decision}`],
      'A person must see whether it is on record.',
    );
  }
  if (registered.data['dry_run'] === true) return { decision, contract_id, dry_run: true, route_to: route.route_to };
  return {
    decision,
    contract_id,
    registration: registered.data['registration'],
    route_to: route.route_to,
    sla_hours: route.sla_hours,
    ...(degraded ? { degraded } : {}),
  };
}

/** S0.3: the person's decision is carried out; where the agent's was another, that is written down. */
async function compareWithPerson(contract_id: string, decision: string, call: CallTool): Promise<void> {
  const { data } = await call('get_contract', { contract_id });
  const human = data['decision'];
  if (typeof human === 'string' && human !== decision) report({ type: 'discrepancy', case: contract_id, agent: decision, human });
}

/** What the model makes of it; nothing where no model answered, or none in the form it was asked for. */
async function readContract(
  contract: Contract,
  models: ModelChain,
  trace: Trace,
  documents: number,
): Promise<{ readonly reading?: Reading; readonly reply?: ModelReply; readonly degraded: boolean; readonly failures: readonly string[] }> {
  await trace.span('retrieve_context', { 'context.documents_count': documents }, () => Promise.resolve());
  return trace.span('chat classify', { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai' }, async (set) => {
    const { reply, degraded, failures } = await models.ask([
      { role: 'system', content: system },
      { role: 'user', content: JSON.stringify(contract) },
    ]);
    if (reply === undefined) return { degraded, failures };
    const reading = readReading(reply.text);
    set({
      'gen_ai.request.model': reply.model,
      'gen_ai.usage.input_tokens': reply.inputTokens,
      'gen_ai.usage.output_tokens': reply.outputTokens,
      'generation.model': reply.model,
      'generation.tokens_used': reply.inputTokens + reply.outputTokens,
      'classification.confidence': reading?.confidence ?? 0,
    });
    return {
      reply,
      degraded,
      failures: reading === undefined ? ['the model did not answer in the form it was asked for'] : failures,
      ...(reading === undefined ? {} : { reading }),
    };
  });
}

function readReading(text: string): Reading | undefined {
  try {
    const value = JSON.parse(text) as Partial<Reading>;
    const whole = typeof value.task_type === 'string' && typeof value.confidence === 'number' && typeof value.risk === 'number';
    return whole && (value.decision === 'approve' || value.decision === 'reject') ? (value as Reading) : undefined;
  } catch {
    return undefined;
  }
}

async function runChecks(contract_id: string, route: Route, call: CallTool): Promise<readonly ToolReply[]> {
  const replies: ToolReply[] = [];
  for (const check of route.additional_checks) replies.push(await call('run_check', { contract_id, check }));
  return replies;
}

function askAbout(proposal: Proposal, effect: object, reasons: readonly string[], route: Route, parts: Parts): Promise<HumanReply> {
  return parts.ask({
    ticket_id: `T-${(effect as { contract_id: string }).contract_id}`,
    context: { contract: proposal.task, risk: proposal.risk, confidence: proposal.confidence, reasons },
    question: `May the decision "${proposal.decision}" be put on record? ${reasons.join('; ')}.`,
    assignee: route.visa ?? route.route_to,
    action: { tool: 'register_decision', arguments: effect },
  });
}

/** S0.6: no model answers, so the work waits; what cannot wait goes to a person. */
async function queueOrAsk(contract: Contract, parts: Parts, failures: readonly string[]): Promise<Answer> {
  const { contract_id } = contract;
  if (contract.urgency !== 'critical') {
    openQueue<Contract>('contracts').add(contract_id, contract, failures.join('; '));
    return honest(contract_id, `No model could read it: ${failures.join('; ')}.`, ['put into the queue'], 'It is read when a model answers again.');
  }
  const human = await parts.ask({
    ticket_id: `T-${contract_id}`,
    context: { contract, failures },
    question: 'No model can read this contract, and it cannot wait. What is decided?',
    assignee: 'legal_senior',
  });
  return honest(contract_id, `No model could read it: ${failures.join('; ')}.`, [`a person was asked, and said ${human.reply}`], 'A person decides.');
}

function notApproved(contract_id: string, human: HumanReply, reasons: readonly string[]): Answer {
  if (human.reply === 'reject')
    return { decision: 'rejected_by_person', contract_id, by: human.by, explanation: `A person refused: ${human.text ?? reasons.join('; ')}.` };
  const why = human.reply === 'none' ? 'Nobody answered on any level' : 'A person needs more information';
  return honest(contract_id, `${why}.`, ['nothing was put on record'], 'The contract waits for a person.');
}

/** S1.5: what was tried, why it failed, and what happens next. */
function honest(contract_id: string, why: string, done: readonly string[], next: string): Answer {
  return { decision: 'none', contract_id, failed: true, why, done, next };
}

/** A span per call of a tool (S4.5). */
function traced(call: CallTool, trace: Trace): CallTool {
  return (name, args, options) =>
    trace.span(
      `execute_tool ${name}`,
      { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name, 'gen_ai.tool.call.arguments': JSON.stringify(args) },
      async (set) => {
        const reply = await call(name, args, options);
        set({ 'gen_ai.tool.call.result': JSON.stringify(reply.data), outcome: reply.status });
        return reply;
      },
    );
}

const agent: (task: unknown) => Promise<Answer> = createAgent();
export default agent;
