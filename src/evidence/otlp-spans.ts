import type { Span } from '../domain/agent-report.ts';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import { readAttributes, readList } from './otlp-attributes.ts';

/** Spans of an export request, and what in it is no span, each in a sentence. */
export interface SpansRead {
  readonly spans: readonly Span[];
  readonly rejected: readonly string[];
}

/** Reads `{ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }`. */
export function readSpans(request: JsonObject): SpansRead {
  const spans: Span[] = [];
  const rejected: string[] = [];
  for (const group of readList(request['resourceSpans'])) {
    const resource = readAttributes(isJsonObject(group['resource']) ? group['resource']['attributes'] : undefined);
    for (const scope of readList(group['scopeSpans'])) {
      for (const span of readList(scope['spans'])) {
        const problem = problemOf(span);
        if (problem === undefined) spans.push(readSpan(span, resource));
        else rejected.push(problem);
      }
    }
  }
  return { spans, rejected };
}

function readSpan(span: JsonObject, resource: JsonObject): Span {
  const parentSpanId = id(span['parentSpanId']);
  const status = isJsonObject(span['status']) ? span['status'] : {};
  const statusText = status['message'];
  return {
    traceId: id(span['traceId'])!,
    spanId: id(span['spanId'])!,
    ...(parentSpanId === undefined || /^0*$/.test(parentSpanId) ? {} : { parentSpanId }),
    name: typeof span['name'] === 'string' ? span['name'] : '',
    startMs: milliseconds(span['startTimeUnixNano'])!,
    endMs: milliseconds(span['endTimeUnixNano'])!,
    status:
      status['code'] === 2 || status['code'] === 'STATUS_CODE_ERROR'
        ? 'error'
        : status['code'] === 1 || status['code'] === 'STATUS_CODE_OK'
          ? 'ok'
          : 'unset',
    ...(typeof statusText === 'string' && statusText !== '' ? { statusText } : {}),
    attributes: readAttributes(span['attributes']),
    resource,
    events: readList(span['events']).map((event) => ({
      name: typeof event['name'] === 'string' ? event['name'] : '',
      atMs: milliseconds(event['timeUnixNano']) ?? 0,
      attributes: readAttributes(event['attributes']),
    })),
  };
}

function problemOf(span: JsonObject): string | undefined {
  const name = JSON.stringify(span['name'] ?? '');
  if (!/^[0-9a-f]{32}$/.test(id(span['traceId']) ?? '')) return `The span ${name} has no trace id of 16 bytes.`;
  if (!/^[0-9a-f]{16}$/.test(id(span['spanId']) ?? '')) return `The span ${name} has no span id of 8 bytes.`;
  const [start, end] = [milliseconds(span['startTimeUnixNano']), milliseconds(span['endTimeUnixNano'])];
  if (start === undefined || end === undefined) return `The span ${name} has no time of start or end.`;
  if (end < start) return `The span ${name} ends ${(start - end).toFixed(3)} ms before it starts: a clock went backwards.`;
  return undefined;
}

function id(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value.toLowerCase() : undefined;
}

/** Nanoseconds since 1970, as text or number, in milliseconds: to the microsecond, which is what a double holds. */
function milliseconds(value: Json | undefined): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  if (!/^\d+$/.test(String(value))) return undefined;
  const nanoseconds = BigInt(value);
  return nanoseconds === 0n ? undefined : Number(nanoseconds / 1000n) / 1000;
}
