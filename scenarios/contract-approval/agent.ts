// Approval of contracts, after S0: rules that people know, a model that reads, bounds within which the agent decides alone, and people for the rest.
import { report } from '../../src/agent.ts';
import { AsyncLocalStorage } from 'node:async_hooks';
import { openAuditLog, type AuditLog } from '../reference/audit.ts';
import { logDecision, reasonsToAsk, type Autonomy, type Proposal } from '../reference/autonomy.ts';
import { createGuard } from '../reference/guard.ts';
import { createModelChain, type ModelChain } from '../reference/model-chain.ts';
import { ModelFailure, sampling, type ModelReply } from '../reference/model.ts';
import { askPerson, type HumanReply } from '../reference/people.ts';
import { perSession } from '../reference/per-session.ts';
import { openQueue } from '../reference/queue.ts';
import { startTrace, type Trace } from '../reference/trace.ts';
import { callTool, type CallTool, type ToolReply } from '../reference/tools.ts';
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

/** What is under way: whatever is called meanwhile is in its trace, and is explained in its audit log. */
interface Session {
  readonly trace: Trace;
  readonly audit: AuditLog;
  /** Why the next calls are made. */
  why: { readonly reasoning: string; readonly confidence: number; readonly considered: readonly string[]; readonly reply?: ModelReply };
}

const sessions = new AsyncLocalStorage<Session>();

/** Calls a tool; each call has a span (S4.5) and a line in the audit log (S2.3). */
export const observedCall: CallTool = async (name, args, options) => {
  const session = sessions.getStore()!;
  const begunAt = Date.now();
  const attributes = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name, 'gen_ai.tool.call.arguments': JSON.stringify(args) };
  const reply = await session.trace.span(`execute_tool ${name}`, attributes, async (set) => {
    const given = await callTool(name, args, options);
    set({ 'gen_ai.tool.call.result': JSON.stringify(given.data), outcome: given.status });
    return given;
  });
  explain(session, name, args, reply.data, Date.now() - begunAt);
  return reply;
};

function explain({ audit, why }: Session, tool: string, params: object, result: unknown, duration_ms: number): void {
  const { inputTokens = 0, outputTokens = 0 } = why.reply ?? {};
  audit.write({
    reasoning: why.reasoning,
    considered_tools: why.considered,
    chosen_tool: tool,
    confidence: why.confidence,
    params,
    result,
    duration_ms,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    cost_usd: (inputTokens * 2.5 + outputTokens * 10) / 1e6,
  });
}

/** A span per model that is asked. */
export function observedModel(model: string, ask: () => Promise<ModelReply | ModelFailure>): Promise<ModelReply | ModelFailure> {
  const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': model, 'generation.model': model };
  return sessions.getStore()!.trace.span(`chat ${model}`, attributes, async (set) => {
    const outcome = await ask();
    const [input, output] = outcome instanceof ModelFailure ? [0, 0] : [outcome.inputTokens, outcome.outputTokens];
    set({ 'gen_ai.usage.input_tokens': input, 'gen_ai.usage.output_tokens': output, 'generation.tokens_used': input + output });
    return outcome;
  });
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
  models: () => createModelChain({ models: ['gpt-4o', 'gpt-4o-mini'], observe: observedModel }),
  route: routeOf,
  reasonsToAsk,
  logDecision,
  ask: askPerson,
  guard: () => createGuard({ writes: ['register_decision', 'revoke_decision'], call: observedCall }),
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
    const audit = parts.openAudit(contract.contract_id);
    const why = { reasoning: 'It must be known what the contract is.', confidence: 1, considered: ['get_contract'] };
    const session: Session = { trace, audit, why };
    try {
      return await sessions.run(session, () => approve(contract, parts, models(), guard(), session));
    } finally {
      await trace.end();
    }
  };
}

async function approve(contract: Contract, parts: Parts, models: ModelChain, call: CallTool, session: Session): Promise<Answer> {
  const { contract_id } = contract;
  const bounds = { ...usualBounds, ...((await configuration()) as Partial<Autonomy>) };
  const route = parts.route(contract);
  const routing = {
    route_to: route.route_to,
    sla_hours: route.sla_hours,
    ...(route.additional_checks.length === 0 ? {} : { additional_checks: route.additional_checks }),
    ...(route.visa === undefined ? {} : { visa: route.visa }),
  };
  if (route.postpone) {
    return {
      decision: 'postpone_to_monday',
      action: 'postpone_to_monday',
      contract_id,
      ...routing,
      reason: 'The legal department takes it up on Monday.',
    };
  }

  const found = await call('get_contract', { contract_id });
  if (found.status !== 'success')
    return honest(contract_id, `The contract could not be read (${found.errorCode ?? found.status}).`, [], 'A person must look for it.');

  const { reading, reply, degraded, failures } = await readContract(contract, models, session.trace, Number(found.data['documents'] ?? 0));
  if (reading === undefined || reply === undefined) {
    if (!parts.inShadow()) return queueOrAsk(contract, parts, failures);
    report({ type: 'decision', decision: 'none', autonomous: false, reason: 'no model could read the contract' });
    await compareWithPerson(contract_id, 'none', call);
    return { ...honest(contract_id, `No model could read it: ${failures.join('; ')}.`, [], 'In shadow a person decides anyway.'), shadow: true };
  }
  session.audit.begin({ ...sampling, model: reply.model });
  session.why = { reasoning: reading.reasoning, confidence: reading.confidence, considered: ['run_check', 'register_decision', 'ask_person'], reply };

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
  const label = degraded ? { degraded } : {};

  if (parts.inShadow()) {
    parts.logDecision(proposal, bounds, reasons.length === 0, 'in shadow: nothing was done');
    await compareWithPerson(contract_id, decision, call);
    return { decision, contract_id, shadow: true, ...routing, ...label };
  }
  parts.logDecision(proposal, bounds, reasons.length === 0, reasons.join('; '));
  if (reasons.length > 0) {
    const human = await askAbout(proposal, effect, reasons, route, parts);
    explain(session, 'ask_person', { contract_id, reasons }, human, 0);
    if (human.reply !== 'approve') return notApproved(contract_id, human, reasons, routing);
  }
  const registered = await call('register_decision', effect);
  if (registered.status !== 'success') {
    const why = `The decision was not put on record (${registered.errorCode ?? registered.status}).`;
    return { ...honest(contract_id, why, [`decided: ${decision}`], 'A person must see whether it is on record.'), ...routing };
  }
  if (registered.data['dry_run'] === true) return { decision, contract_id, dry_run: true, ...routing, ...label };
  return { decision, contract_id, registration: registered.data['registration'], ...routing, ...label };
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
  return trace.span('classify', {}, async (set) => {
    const { reply, degraded, failures } = await models.ask([
      { role: 'system', content: system },
      { role: 'user', content: JSON.stringify(contract) },
    ]);
    const reading = reply === undefined ? undefined : readReading(reply.text);
    set({ 'classification.confidence': reading?.confidence ?? 0 });
    if (reply === undefined) return { degraded, failures };
    const unread = ['the model did not answer in the form it was asked for'];
    return { reply, degraded, failures: reading === undefined ? unread : failures, ...(reading === undefined ? {} : { reading }) };
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

function notApproved(contract_id: string, human: HumanReply, reasons: readonly string[], routing: object): Answer {
  if (human.reply === 'reject') {
    return {
      decision: 'rejected_by_person',
      contract_id,
      ...routing,
      by: human.by,
      why: `A person refused: ${human.text ?? reasons.join('; ')}.`,
      tried: 'The decision was proposed to a person.',
      next: 'The contract goes back to whoever sent it.',
    };
  }
  const why = human.reply === 'none' ? 'Nobody answered on any level' : 'A person needs more information';
  return { ...honest(contract_id, `${why}.`, ['a person was asked, and nothing was put on record'], 'The contract waits for a person.'), ...routing };
}

/** S1.5: what was tried, why it failed, and what happens next. */
function honest(contract_id: string, why: string, done: readonly string[], next: string): Answer {
  return { decision: 'none', contract_id, failed: true, why, tried: done, next };
}

const agent: (task: unknown) => Promise<Answer> = createAgent();
export default agent;
