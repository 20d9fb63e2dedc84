import type { AgentReport, EvidenceEventBody } from '../domain/agent-report.ts';
import { isJsonObject, type Json, type JsonObject } from '../domain/json.ts';
import { readAnyValue, readAttributes, readList } from './otlp-attributes.ts';

/** Log records of an export request, as reports of the agent. */
export function readLogs(request: JsonObject): readonly AgentReport[] {
  return readList(request['resourceLogs'])
    .flatMap((group) => readList(group['scopeLogs']))
    .flatMap((scope) => readList(scope['logRecords']))
    .map((record): AgentReport => {
      const body = readAnyValue(record['body']);
      const ids = Object.fromEntries(
        [
          ['trace_id', record['traceId']],
          ['span_id', record['spanId']],
          ['event_name', record['eventName']],
        ].filter(([, value]) => typeof value === 'string' && value !== ''),
      ) as JsonObject;
      return {
        type: 'log',
        level:
          typeof record['severityText'] === 'string' && record['severityText'] !== ''
            ? record['severityText'].toLowerCase()
            : levelOf(record['severityNumber']),
        message: typeof body === 'string' ? body : JSON.stringify(body),
        attributes: { ...readAttributes(record['attributes']), ...ids },
      };
    });
}

/** Numbers of an export request: gauges and sums one by one, histograms as their mean. */
export function readMetrics(request: JsonObject): readonly EvidenceEventBody[] {
  return readList(request['resourceMetrics'])
    .flatMap((group) => readList(group['scopeMetrics']))
    .flatMap((scope) => readList(scope['metrics']))
    .flatMap((metric) => {
      const name = typeof metric['name'] === 'string' ? metric['name'] : '';
      const unit = typeof metric['unit'] === 'string' && metric['unit'] !== '' ? { unit: metric['unit'] } : {};
      return ['gauge', 'sum', 'histogram']
        .flatMap((form) => (isJsonObject(metric[form]) ? readList(metric[form]['dataPoints']) : []))
        .map((point): EvidenceEventBody => ({
          kind: 'metric-reported',
          name,
          value: valueOf(point),
          ...unit,
          attributes: readAttributes(point['attributes']),
        }));
    });
}

function valueOf(point: JsonObject): number {
  if (point['count'] !== undefined) return Number(point['count']) === 0 ? 0 : Number(point['sum'] ?? 0) / Number(point['count']);
  return Number(point['asDouble'] ?? point['asInt'] ?? 0);
}

/** Bounds of the protocol's severity numbers. */
function levelOf(severity: Json | undefined): string {
  const number = typeof severity === 'number' ? severity : 0;
  return number >= 21 ? 'fatal' : number >= 17 ? 'error' : number >= 13 ? 'warn' : number >= 9 ? 'info' : number >= 5 ? 'debug' : 'trace';
}
