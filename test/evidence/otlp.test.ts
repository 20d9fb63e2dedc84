// Goal: what the official OpenTelemetry SDK sends, as protobuf and as JSON, packed or not, becomes the same spans; what is no span is said, and never counted.
// Method: the SDK's own exporters against a server on loopback that hands their bytes to the desk; then damaged bodies by hand.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { describe, expect, test } from 'vitest';
import type { EvidenceEventBody, Span } from '../../src/domain/agent-report.ts';
import type { Answer } from '../../src/domain/http.ts';
import { readGenAiSpan } from '../../src/domain/gen-ai.ts';
import { createEvidenceDesk, type EvidenceDesk } from '../../src/evidence/index.ts';

function desk(): { readonly desk: EvidenceDesk; readonly events: EvidenceEventBody[] } {
  const events: EvidenceEventBody[] = [];
  return { desk: createEvidenceDesk((event) => events.push(event)), events };
}

function post(to: EvidenceDesk, url: string, body: Uint8Array | string, headers: Readonly<Record<string, string>> = {}): Answer {
  return to.answer({ method: 'POST', url, headers: Object.entries(headers), body: Buffer.from(body) })!;
}

/** Lets the SDK's exporter send an agent's spans, and says what arrived. */
async function exported(
  exporterFor: (url: string) => JsonExporter | ProtobufExporter,
): Promise<{ events: EvidenceEventBody[]; answers: Answer[]; types: string[] }> {
  const { desk: taker, events } = desk();
  const answers: Answer[] = [];
  const types: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      types.push(request.headers['content-type'] ?? '');
      const answer = post(taker, request.url!, Buffer.concat(chunks), request.headers as Record<string, string>);
      answers.push(answer);
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.concat(answer.body as Uint8Array[]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const exporter = exporterFor(`http://127.0.0.1:${(server.address() as AddressInfo).port}/otlp/v1/traces`);
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const tracer = provider.getTracer('an agent');
  const root = tracer.startSpan('agent_process', { attributes: { 'request.id': 'r-1' } }, ROOT_CONTEXT);
  const inRoot = trace.setSpan(ROOT_CONTEXT, root);
  const chat = tracer.startSpan(
    'chat gpt-4o',
    {
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.system': 'openai',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.prompt_tokens': 12,
        tags: ['a', 'b'],
        share: 0.5,
        ok: true,
      },
    },
    inRoot,
  );
  chat.addEvent('rehearsal.state', { from: 'INIT', to: 'PLANNING' });
  chat.addEvent('rehearsal.decision', { decision: 'approve', confidence: 0.9, bounds: '{"min_confidence":0.8}' });
  chat.addEvent('rehearsal.decision', { confidence: 0.9 });
  chat.end();
  const tool = tracer.startSpan('execute_tool refund', { attributes: { 'gen_ai.tool.name': 'refund', 'gen_ai.tool.call.id': 'call_1' } }, inRoot);
  tool.setStatus({ code: SpanStatusCode.ERROR, message: 'refused' });
  tool.end();
  root.end();
  await provider.forceFlush();
  await provider.shutdown();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return { events, answers, types };
}

const spansOf = (events: readonly EvidenceEventBody[]): readonly Span[] =>
  events.flatMap((event) => (event.kind === 'span-ended' ? [event.span] : []));

describe.each([
  ['protobuf', (url: string) => new ProtobufExporter({ url }), 'application/x-protobuf'],
  ['JSON', (url: string) => new JsonExporter({ url }), 'application/json'],
])("the SDK's own exporter, %s", (_, exporterFor, contentType) => {
  test('its spans arrive whole, with parents, attributes, status, and what they report', async () => {
    const { events, answers, types } = await exported(exporterFor);
    expect(types.every((type) => type === contentType)).toBe(true);
    expect(answers.map(({ status, headers }) => [status, new Map(headers).get('content-type')])).toEqual(answers.map(() => [200, contentType]));
    const spans = spansOf(events);
    expect(spans.map(({ name }) => name).toSorted()).toEqual(['agent_process', 'chat gpt-4o', 'execute_tool refund']);
    const [root, chat, tool] = ['agent_process', 'chat gpt-4o', 'execute_tool refund'].map((name) => spans.find((span) => span.name === name)!);
    expect(root!.parentSpanId).toBeUndefined();
    expect([chat!.parentSpanId, tool!.parentSpanId]).toEqual([root!.spanId, root!.spanId]);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(chat!.attributes).toMatchObject({ 'gen_ai.usage.prompt_tokens': 12, tags: ['a', 'b'], share: 0.5, ok: true });
    expect([tool!.status, tool!.statusText]).toEqual(['error', 'refused']);
    expect(root!.endMs).toBeGreaterThanOrEqual(root!.startMs);
    expect(root!.startMs).toBeGreaterThan(Date.UTC(2020));
    // Old names are read as the new ones.
    expect(readGenAiSpan(chat!)).toMatchObject({ operation: 'chat', provider: 'openai', model: 'gpt-4o', inputTokens: 12 });
    expect(readGenAiSpan(tool!)).toMatchObject({ operation: 'execute_tool', tool: 'refund', toolCallId: 'call_1' });
    const reports = events.flatMap((event) => (event.kind === 'agent-reported' ? [event.report] : []));
    expect(reports).toEqual([
      { type: 'state', from: 'INIT', to: 'PLANNING' },
      { type: 'decision', decision: 'approve', confidence: 0.9, bounds: { min_confidence: 0.8 } },
    ]);
    expect(events.filter(({ kind }) => kind === 'evidence-rejected')).toHaveLength(1);
  });
});

const span = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  name: 'x',
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: '1700000000250000000',
};
const body = (...spans: readonly object[]): string => JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
const json = { 'content-type': 'application/json' };

describe('a body', () => {
  test('that is packed is unpacked', () => {
    const { desk: taker, events } = desk();
    expect(post(taker, '/otlp/v1/traces', gzipSync(body(span)), { ...json, 'content-encoding': 'gzip' }).status).toBe(200);
    expect(spansOf(events)[0]).toMatchObject({ startMs: 1_700_000_000_000, endMs: 1_700_000_000_250, status: 'unset' });
  });

  test.each([
    ['no JSON', '{"resourceSpans": [', json],
    ['a list', '[]', json],
    ['no protobuf', 'hello', { 'content-type': 'application/x-protobuf' }],
    ['not packed at all', body(span), { ...json, 'content-encoding': 'gzip' }],
  ])('that is %s is refused, and said', (_, bytes, headers) => {
    const { desk: taker, events } = desk();
    expect(post(taker, '/otlp/v1/traces', bytes, headers).status).toBe(400);
    expect(events.map(({ kind }) => kind)).toEqual(['evidence-rejected']);
  });

  test('that comes twice counts once; two spans of one id that differ contradict each other', () => {
    const { desk: taker, events } = desk();
    post(taker, '/otlp/v1/traces', body(span), json);
    post(taker, '/otlp/v1/traces', body(span), json);
    expect(events.map(({ kind }) => kind)).toEqual(['span-ended']);
    post(taker, '/otlp/v1/traces', body({ ...span, name: 'y' }), json);
    expect(events.map(({ kind }) => kind)).toEqual(['span-ended', 'evidence-rejected']);
  });

  test.each([
    ['a clock that went backwards', { endTimeUnixNano: '1600000000000000000' }, /ends 100000000000.000 ms before it starts/],
    ['no id', { spanId: '' }, /no span id/],
    ['an id of the wrong length', { traceId: 'abc' }, /no trace id/],
    ['no end', { endTimeUnixNano: undefined }, /no time of start or end/],
    ['a time in words', { startTimeUnixNano: 'yesterday' }, /no time of start or end/],
  ])('with %s holds no span', (_, members, message) => {
    const { desk: taker, events } = desk();
    expect(post(taker, '/otlp/v1/traces', body({ ...span, ...members }, span), json).status).toBe(200);
    expect(events.map(({ kind }) => kind)).toEqual(['span-ended', 'evidence-rejected']);
    expect(events.find((event) => event.kind === 'evidence-rejected')!.text).toMatch(message);
  });
});

test('logs and metrics are read too', () => {
  const { desk: taker, events } = desk();
  const attributes = [{ key: 'task_id', value: { stringValue: 't' } }];
  post(
    taker,
    '/otlp/v1/logs',
    JSON.stringify({
      resourceLogs: [{ scopeLogs: [{ logRecords: [{ severityNumber: 17, body: { stringValue: 'broke' }, traceId: 'ff', attributes }] }] }],
    }),
    json,
  );
  post(
    taker,
    '/otlp/v1/metrics',
    JSON.stringify({
      resourceMetrics: [
        {
          scopeMetrics: [
            {
              metrics: [
                { name: 'm', unit: 's', sum: { dataPoints: [{ asInt: '7' }] } },
                { name: 'h', histogram: { dataPoints: [{ count: '4', sum: 2 }] } },
              ],
            },
          ],
        },
      ],
    }),
    json,
  );
  expect(events).toEqual([
    { kind: 'agent-reported', via: 'log', report: { type: 'log', level: 'error', message: 'broke', attributes: { task_id: 't', trace_id: 'ff' } } },
    { kind: 'metric-reported', name: 'm', value: 7, unit: 's', attributes: {} },
    { kind: 'metric-reported', name: 'h', value: 0.5, attributes: {} },
  ]);
});

test('other paths are none of its business, and other methods are told so', () => {
  const { desk: taker } = desk();
  expect(taker.answer({ method: 'POST', url: '/openai/v1/chat/completions', headers: [], body: new Uint8Array() })).toBeUndefined();
  expect(taker.answer({ method: 'GET', url: '/evidence', headers: [], body: new Uint8Array() })?.status).toBe(405);
});
