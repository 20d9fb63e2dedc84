import type { JsonObject } from '../../../src/domain/json.ts';
import { answered, asked, called, ended, episode, gave, said, started, usual, type Body, type Specimens } from '../../support/episodes.ts';

const span = (spanId: string, name: string, attributes: JsonObject = {}, parentSpanId: string | undefined = 'root'): Body => ({
  kind: 'span-ended',
  span: {
    traceId: 't',
    spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name,
    startMs: 0,
    endMs: 1,
    status: 'ok',
    attributes,
    resource: {},
    events: [],
  },
});
const rootOf = (spanId: string, attributes: JsonObject = { 'request.id': 'r1' }): Body => {
  const { span: made } = span(spanId, 'agent_process', attributes) as Extract<Body, { kind: 'span-ended' }>;
  const { parentSpanId: _none, ...root } = made;
  return { kind: 'span-ended', span: root };
};
const root = rootOf('root');
const generate = span('g', 'generate', { 'generation.model': 'gpt-4o', 'generation.tokens_used': 110 });
const tool = span('x', 'execute_tool refund', { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'refund' });
const work = [started, asked(1), answered(1), called(1, 'refund'), gave(1, 'refund')];
const run = (...spans: readonly Body[]): ReturnType<typeof episode> => episode([...work, ...spans, said('x'), ended], { world: {} });

export const specimens: Specimens = {
  breaks: {
    'no root': run(generate, tool),
    'two roots for one task': run(root, rootOf('other'), generate, tool),
    'a parent that does not exist': run(root, generate, tool, span('y', 'step', {}, 'gone')),
    'no span of the model': run(root, tool),
    'no span of the tool': run(root, generate),
    'a span of a tool that was never called': run(
      root,
      generate,
      tool,
      span('z', 'execute_tool mail', { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'mail' }),
    ),
    'a root that names no request': run(rootOf('root', {}), generate, tool),
    'no tokens': run(root, span('g', 'generate', { 'generation.model': 'gpt-4o' }), tool),
    'no model': run(root, span('g', 'generate', { 'generation.tokens_used': 110 }), tool),
    'classified without confidence': run(root, generate, tool, span('c', 'classify')),
    'retrieved nobody knows how much': run(root, generate, tool, span('c', 'retrieve_context')),
  },
  holds: {
    'as in the seed': run(
      root,
      span('c', 'classify', { 'classification.confidence': 0.9 }),
      span('d', 'retrieve_context', { 'context.documents_count': 3 }),
      generate,
      tool,
    ),
    'by the names of GenAI': run(
      rootOf('root', { 'gen_ai.conversation.id': 'c1' }),
      span('g', 'chat gpt-4o', { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-4o', 'gen_ai.usage.input_tokens': 100 }),
      tool,
    ),
  },
  silent: { 'no spans': episode(usual) },
};
