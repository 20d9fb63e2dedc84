import type { Span } from '../domain/agent-report.ts';
import { readGenAiSpan } from '../domain/gen-ai.ts';
import type { Episode } from '../domain/episode.ts';
import { other, pass, type Check } from './check.ts';
import { historyOf, type History } from './history.ts';
import { refuted } from './refuted.ts';
import { counted, listed, type Finding } from './sentence.ts';

interface Seen {
  readonly seq: number;
  readonly span: Span;
}

/** Logs are no observability: what was done, on what grounds and how surely must be one tree, and the tree must be what happened. */
export const traceIsWhole: Check = {
  claim: 'trace-is-whole',
  from: 'S0.4 S1.6 S4.5',
  rule: 'There is one root span per task, every parent exists, every operation on a model and on a tool that was seen (since the agent was last restarted) has a span of that model or tool, and none has one that was never called; the root names its request, and spans have the attributes of the seed (classification.confidence, context.documents_count, generation.tokens_used, generation.model) or their GenAI equivalents.',
  declaredAt: [],
  check(episode) {
    const history = historyOf(episode);
    const spans = history.of('span-ended').map(({ seq, span }) => ({ seq, span }));
    if (spans.length === 0)
      return other(
        'unobserved',
        'No span arrived: give the case a `world:`, and let the agent export to $OTEL_EXPORTER_OTLP_ENDPOINT (OTLP over HTTP).',
      );
    const roots = rootsOf(spans);
    const findings = [...treeFindings(spans, roots, episode), ...missingSpans(spans, history), ...missingAttributes(spans, roots)];
    if (findings.length > 0) return refuted(findings);
    const operations = history.operations.length > 0 ? history.operations.length : history.calls.length;
    return pass(
      `${counted(spans.length, 'span')} under ${counted(roots.length, 'root')} for ${counted(episode.tasks.length, 'task')}; all ${operations} operations on models and tools have theirs.`,
      spans.map(({ seq }) => seq),
    );
  },
};

function rootsOf(spans: readonly Seen[]): readonly Seen[] {
  return spans.filter(({ span }) => span.parentSpanId === undefined || span.parentSpanId === '');
}

function treeFindings(spans: readonly Seen[], roots: readonly Seen[], { tasks, events }: Episode): readonly Finding[] {
  const ids = new Set(spans.map(({ span }) => `${span.traceId} ${span.spanId}`));
  const orphans = spans.filter(
    ({ span }) => span.parentSpanId !== undefined && span.parentSpanId !== '' && !ids.has(`${span.traceId} ${span.parentSpanId}`),
  );
  // A restarted agent begins a trace anew, and the spans of the one that was killed are lost.
  const restarts = events.filter(({ kind }) => kind === 'agent-restarted').length;
  const wrongCount = roots.length < tasks.length || roots.length > tasks.length * (restarts + 1);
  return [
    ...(wrongCount
      ? [
          {
            text: `${counted(roots.length, 'root span')} (${listed(roots.map(({ span }) => span.name)) || 'none'}) for ${counted(tasks.length, 'task')}`,
            seqs: roots.map(({ seq }) => seq),
          },
        ]
      : []),
    ...(restarts > 0
      ? []
      : orphans.map(({ seq, span }) => ({ text: `the parent of the span ${span.name} (event ${seq}) does not exist`, seqs: [seq] }))),
  ];
}

/** Spans are counted by model and by tool; one for each operation will do, or one for each attempt. */
function missingSpans(spans: readonly Seen[], history: History): readonly Finding[] {
  const read = spans.map(({ seq, span }) => ({ seq, span, said: readGenAiSpan(span) }));
  const chats = read.filter(({ span, said }) => said.operation === 'chat' || said.operation === 'embeddings' || span.name === 'generate');
  const tools = read.filter(({ said }) => said.operation === 'execute_tool');
  const asked = tellable(history).filter(({ layer }) => layer === 'model');
  const findings: Finding[] = [];
  if (chats.length < asked.length)
    findings.push({
      text: `${counted(asked.length, 'operation')} on models were seen, and ${counted(chats.length, 'span')} of them`,
      seqs: chats.map(({ seq }) => seq),
    });
  for (const [tool, wanted] of operationsByTool(history)) {
    const own = tools.filter(({ said, span }) => said.tool === tool || span.name.split(' ').at(-1) === tool);
    if (own.length < wanted)
      findings.push({
        text: `${tool} was called for ${counted(wanted, 'operation')}, and has ${counted(own.length, 'span')}`,
        seqs: own.map(({ seq }) => seq),
      });
  }
  const called = new Set(history.calls.map(({ tool }) => tool));
  const invented = tools.filter(({ said }) => said.tool !== undefined && !called.has(said.tool));
  if (history.calls.some(({ seenBy }) => seenBy === 'world'))
    findings.push(
      ...invented.map(({ seq, said }) => ({ text: `a span tells of ${said.tool!} (event ${seq}), which was never called`, seqs: [seq] })),
    );
  return findings;
}

/** Operations that the agent lived to tell of: what it did before it was killed is lost with the spans that it held. */
function tellable({ operations, restarts }: History): History['operations'] {
  const since = restarts.at(-1) ?? 0;
  return operations.filter(({ attempts }) => attempts[0]!.seq > since);
}

function operationsByTool(history: History): ReadonlyMap<string, number> {
  const names = history.operations.some(({ layer }) => layer === 'tool')
    ? tellable(history).flatMap(({ layer, target }) => (layer === 'tool' ? [target] : []))
    : history.calls.filter(({ seenBy }) => seenBy === 'conversation').map(({ tool }) => tool);
  return new Map([...Map.groupBy(names, (name) => name)].map(([name, list]) => [name, list.length]));
}

const requestAttributes = [
  'request.id',
  'request_id',
  'task.id',
  'task_id',
  'gen_ai.conversation.id',
  'session.id',
  'correlation_id',
  'correlation.id',
  'user_id',
];

function missingAttributes(spans: readonly Seen[], roots: readonly Seen[]): readonly Finding[] {
  const lacks = (seen: Seen, what: string): Finding => ({ text: `the span ${seen.span.name} (event ${seen.seq}) has no ${what}`, seqs: [seen.seq] });
  return [
    ...roots.filter(({ span }) => !requestAttributes.some((name) => span.attributes[name] !== undefined)).map((seen) => lacks(seen, 'request.id')),
    ...spans.flatMap((seen) => {
      const { attributes, name } = seen.span;
      const said = readGenAiSpan(seen.span);
      if (name === 'classify')
        return attributes['classification.confidence'] === undefined && attributes['confidence'] === undefined
          ? [lacks(seen, 'classification.confidence')]
          : [];
      if (name.startsWith('retriev'))
        return attributes['context.documents_count'] === undefined && attributes['gen_ai.retrieval.documents'] === undefined
          ? [lacks(seen, 'context.documents_count')]
          : [];
      if (said.operation !== 'chat' && name !== 'generate') return [];
      const failed = seen.span.status === 'error';
      const tokens = said.inputTokens ?? said.outputTokens ?? attributes['generation.tokens_used'];
      return [
        ...(said.model === undefined ? [lacks(seen, 'generation.model (gen_ai.request.model)')] : []),
        ...(tokens === undefined && !failed ? [lacks(seen, 'generation.tokens_used (gen_ai.usage.input_tokens)')] : []),
      ];
    }),
  ];
}
