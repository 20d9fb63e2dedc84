import type { EvidenceEventBody, Span } from '../domain/agent-report.ts';
import { decodeUtf8, headerValue, type Answer, type HeaderList, type HttpRequest } from '../domain/http.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import type { Crossing } from '../domain/world-moment.ts';
import { readOtlpBody, type OtlpSignal } from './otlp-body.ts';
import { readLogs, readMetrics } from './otlp-records.ts';
import { readSpans } from './otlp-spans.ts';
import { createReportReader } from './read-reports.ts';
import { reportsOfSpan } from './span-reports.ts';

/** Takes what the agent of one episode says of itself, and turns it into events. */
export interface EvidenceDesk {
  /** Answers a request below `/evidence` or `/otlp`; undefined for any other path. */
  answer(request: HttpRequest, crosses?: Crossing): Answer | undefined;
}

const signals: Readonly<Record<string, OtlpSignal>> = { '/otlp/v1/traces': 'traces', '/otlp/v1/logs': 'logs', '/otlp/v1/metrics': 'metrics' };

/** What cannot be read is an event as well, and an error for the sender: it never passes for evidence, and never ends the episode. */
export function createEvidenceDesk(tell: (event: EvidenceEventBody) => void): EvidenceDesk {
  let crosses: Crossing = () => true;
  /** What an agent dies before saying was not said, nor what it would have said then. */
  let gone = false;
  const emit = (event: EvidenceEventBody): void => {
    gone ||= event.kind === 'agent-reported' && !crosses({ kind: event.kind, report: event.report.type });
    if (!gone) tell(event);
  };
  const known = new Map<string, string>();

  const takeSpan = (span: Span): void => {
    const id = `${span.traceId}/${span.spanId}`;
    const text = canonicalJson(span as unknown as Json);
    const before = known.get(id);
    known.set(id, before ?? text);
    if (before === undefined) {
      emit({ kind: 'span-ended', span });
      for (const event of reportsOfSpan(span)) emit(event);
    } else if (before !== text) {
      // An exporter that tries again sends the same bytes; two different spans of one id cannot both be true.
      emit({
        kind: 'evidence-rejected',
        via: 'otlp',
        text: `The span ${JSON.stringify(span.name)} (${id}) ended twice, in two ways; the first counts.`,
      });
    }
  };

  const takeOtlp = (signal: OtlpSignal, request: HttpRequest): Answer => {
    const contentType = headerValue(request.headers, 'content-type') ?? 'application/json';
    const body = readOtlpBody(signal, request.body, contentType, headerValue(request.headers, 'content-encoding') ?? '');
    if (signal === 'logs') for (const report of readLogs(body)) emit({ kind: 'agent-reported', report, via: 'log' });
    if (signal === 'metrics') for (const event of readMetrics(body)) emit(event);
    const { spans, rejected } = signal === 'traces' ? readSpans(body) : { spans: [], rejected: [] };
    for (const span of spans) takeSpan(span);
    for (const text of rejected) emit({ kind: 'evidence-rejected', via: 'otlp', text });
    // Protobuf is answered with protobuf: an empty message is no bytes at all.
    return contentType.startsWith('application/x-protobuf') ? reply(200, contentType, '') : reply(200, 'application/json', '{}');
  };

  const takeReports = (request: HttpRequest): Answer => {
    const reader = createReportReader('http');
    const events = [...reader.read(decodeUtf8(request.body)), ...reader.end()];
    for (const event of events) emit(event);
    const refused = events.filter((event) => event.kind === 'evidence-rejected').map(({ text }) => text);
    return refused.length === 0
      ? reply(202, 'application/json', '{}')
      : reply(400, 'application/json', JSON.stringify({ error: { message: refused.join('\n') } }));
  };

  return {
    answer(request, asking = () => true) {
      crosses = asking;
      gone = false;
      const [path] = request.url.split('?') as [string];
      const signal = signals[path];
      if (signal === undefined && path !== '/evidence') return undefined;
      if (request.method !== 'POST') return reply(405, 'application/json', JSON.stringify({ error: { message: `${path} takes POST.` } }));
      if (signal === undefined) return takeReports(request);
      try {
        return takeOtlp(signal, request);
      } catch (error) {
        const text = `A body of ${request.body.length} bytes at ${path} cannot be read: ${(error as Error).message}`;
        emit({ kind: 'evidence-rejected', via: 'otlp', text });
        return reply(400, 'application/json', JSON.stringify({ error: { message: text } }));
      }
    },
  };
}

function reply(status: number, contentType: string, text: string): Answer {
  const body = Buffer.from(text);
  const headers: HeaderList = [
    ['content-type', contentType],
    ['content-length', String(body.length)],
  ];
  return { status, statusText: '', headers, body: text === '' ? [] : [body] };
}
