import { randomBytes } from 'node:crypto';

type Scalar = string | number | boolean;

interface FinishedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly object[];
  readonly status: object;
}

/** S0.4, S4.5: one root span per task, a span per model and tool call, sent as OpenTelemetry when the task is over. */
export interface Trace {
  readonly traceId: string;
  span<T>(
    name: string,
    attributes: Readonly<Record<string, Scalar>>,
    work: (set: (attributes: Readonly<Record<string, Scalar>>) => void) => Promise<T>,
  ): Promise<T>;
  end(attributes?: Readonly<Record<string, Scalar>>): Promise<void>;
}

/** In a service of your own, use OpenTelemetry's SDK; this is the protocol in a page, for programs that want no dependency. */
export function startTrace(name: string, attributes: Readonly<Record<string, Scalar>>): Trace {
  const traceId = randomBytes(16).toString('hex');
  const rootId = randomBytes(8).toString('hex');
  const spans: FinishedSpan[] = [];
  const startedAt = Date.now();
  return {
    traceId,
    async span(spanName, given, work) {
      const begunAt = Date.now();
      const own: Record<string, Scalar> = { ...given };
      let failed: string | undefined;
      try {
        return await work((more) => void Object.assign(own, more));
      } catch (error) {
        failed = (error as Error).message;
        throw error;
      } finally {
        spans.push(finished({ traceId, spanId: randomBytes(8).toString('hex'), parentSpanId: rootId, name: spanName }, begunAt, own, failed));
      }
    },
    async end(more = {}) {
      spans.push(finished({ traceId, spanId: rootId, name }, startedAt, { ...attributes, ...more }, undefined));
      const endpoint = process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
      if (endpoint === undefined) return;
      const resource = { attributes: [attribute('service.name', name)] };
      await fetch(`${endpoint}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }),
      }).catch(() => undefined);
    },
  };
}

function finished(
  head: { readonly traceId: string; readonly spanId: string; readonly parentSpanId?: string; readonly name: string },
  startMs: number,
  attributes: Readonly<Record<string, Scalar>>,
  error: string | undefined,
): FinishedSpan {
  return {
    ...head,
    startTimeUnixNano: `${startMs}000000`,
    endTimeUnixNano: `${Date.now()}000000`,
    attributes: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    status: error === undefined ? {} : { code: 2, message: error },
  };
}

function attribute(key: string, value: Scalar): object {
  const form =
    typeof value === 'string' ? 'stringValue' : typeof value === 'boolean' ? 'boolValue' : Number.isInteger(value) ? 'intValue' : 'doubleValue';
  return { key, value: { [form]: form === 'intValue' ? String(value) : value } };
}
