/**
 * The part of the OpenTelemetry protocol that is read here: message names, field numbers and types of `opentelemetry/proto/{common,resource,trace,logs,metrics,
 * collector}/v1`, as protobufjs takes them. Unknown fields are passed over by the decoder, as the protocol has it.
 */
type Fields = Readonly<Record<string, { readonly id: number; readonly type: string; readonly rule?: 'repeated' }>>;
type Messages = Readonly<
  Record<string, { readonly fields: Fields; readonly oneofs?: Readonly<Record<string, { readonly oneof: readonly string[] }>> }>
>;

const one = (id: number, type: string): Fields[string] => ({ id, type });
const many = (id: number, type: string): Fields[string] => ({ id, type, rule: 'repeated' });

const common: Messages = {
  AnyValue: {
    oneofs: { value: { oneof: ['stringValue', 'boolValue', 'intValue', 'doubleValue', 'arrayValue', 'kvlistValue', 'bytesValue'] } },
    fields: {
      stringValue: one(1, 'string'),
      boolValue: one(2, 'bool'),
      intValue: one(3, 'int64'),
      doubleValue: one(4, 'double'),
      arrayValue: one(5, 'ArrayValue'),
      kvlistValue: one(6, 'KeyValueList'),
      bytesValue: one(7, 'bytes'),
    },
  },
  ArrayValue: { fields: { values: many(1, 'AnyValue') } },
  KeyValueList: { fields: { values: many(1, 'KeyValue') } },
  KeyValue: { fields: { key: one(1, 'string'), value: one(2, 'AnyValue') } },
  Resource: { fields: { attributes: many(1, 'KeyValue') } },
};

const traces: Messages = {
  ExportTraceServiceRequest: { fields: { resourceSpans: many(1, 'ResourceSpans') } },
  ResourceSpans: { fields: { resource: one(1, 'Resource'), scopeSpans: many(2, 'ScopeSpans') } },
  ScopeSpans: { fields: { spans: many(2, 'Span') } },
  Span: {
    fields: {
      traceId: one(1, 'bytes'),
      spanId: one(2, 'bytes'),
      parentSpanId: one(4, 'bytes'),
      name: one(5, 'string'),
      startTimeUnixNano: one(7, 'fixed64'),
      endTimeUnixNano: one(8, 'fixed64'),
      attributes: many(9, 'KeyValue'),
      events: many(11, 'SpanEvent'),
      status: one(15, 'Status'),
    },
  },
  SpanEvent: { fields: { timeUnixNano: one(1, 'fixed64'), name: one(2, 'string'), attributes: many(3, 'KeyValue') } },
  Status: { fields: { message: one(2, 'string'), code: one(3, 'int32') } },
};

const logs: Messages = {
  ExportLogsServiceRequest: { fields: { resourceLogs: many(1, 'ResourceLogs') } },
  ResourceLogs: { fields: { resource: one(1, 'Resource'), scopeLogs: many(2, 'ScopeLogs') } },
  ScopeLogs: { fields: { logRecords: many(2, 'LogRecord') } },
  LogRecord: {
    fields: {
      timeUnixNano: one(1, 'fixed64'),
      severityNumber: one(2, 'int32'),
      severityText: one(3, 'string'),
      body: one(5, 'AnyValue'),
      attributes: many(6, 'KeyValue'),
      traceId: one(9, 'bytes'),
      spanId: one(10, 'bytes'),
      eventName: one(12, 'string'),
    },
  },
};

const metrics: Messages = {
  ExportMetricsServiceRequest: { fields: { resourceMetrics: many(1, 'ResourceMetrics') } },
  ResourceMetrics: { fields: { resource: one(1, 'Resource'), scopeMetrics: many(2, 'ScopeMetrics') } },
  ScopeMetrics: { fields: { metrics: many(2, 'Metric') } },
  Metric: {
    fields: { name: one(1, 'string'), unit: one(3, 'string'), gauge: one(5, 'Points'), sum: one(7, 'Points'), histogram: one(9, 'Histogram') },
  },
  Points: { fields: { dataPoints: many(1, 'NumberPoint') } },
  NumberPoint: { fields: { asDouble: one(4, 'double'), asInt: one(6, 'sfixed64'), attributes: many(7, 'KeyValue') } },
  Histogram: { fields: { dataPoints: many(1, 'HistogramPoint') } },
  HistogramPoint: { fields: { count: one(4, 'fixed64'), sum: one(5, 'double'), attributes: many(9, 'KeyValue') } },
};

export const otlpDescriptor: { readonly nested: Messages } = { nested: { ...common, ...traces, ...logs, ...metrics } };
