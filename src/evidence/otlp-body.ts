import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import type { Type } from 'protobufjs';
import { decodeUtf8 } from '../domain/http.ts';
import type { JsonObject } from '../domain/json.ts';
import { otlpDescriptor } from './otlp-descriptor.ts';

export type OtlpSignal = 'traces' | 'logs' | 'metrics';

const requestOf: Readonly<Record<OtlpSignal, string>> = {
  traces: 'ExportTraceServiceRequest',
  logs: 'ExportLogsServiceRequest',
  metrics: 'ExportMetricsServiceRequest',
};

/** Unpacked, a body may be so large. */
const unpackedBytesMax = 64 * 1024 * 1024;

/**
 * Reads an export request, protobuf or JSON, packed or not, into the JSON form of the protocol (ids in hexadecimal, 64-bit numbers as text).
 *
 * @throws Error where the body is neither.
 */
export function readOtlpBody(signal: OtlpSignal, body: Uint8Array, contentType: string, contentEncoding: string): JsonObject {
  const plain = contentEncoding === 'gzip' ? gunzipSync(body, { maxOutputLength: unpackedBytesMax }) : body;
  if (!contentType.startsWith('application/x-protobuf')) {
    const value: unknown = JSON.parse(decodeUtf8(plain));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('the body is no JSON object');
    return value as JsonObject;
  }
  const type = messageType(requestOf[signal]);
  const object = type.toObject(type.decode(plain), { longs: String, arrays: false });
  return JSON.parse(JSON.stringify(asJson(object))) as JsonObject;
}

let types: ReadonlyMap<string, Type> | undefined;

/** Most agents send no protobuf, and are spared the time to load the decoder. */
function messageType(name: string): Type {
  if (types === undefined) {
    const { Root } = createRequire(import.meta.url)('protobufjs') as typeof import('protobufjs');
    const root = Root.fromJSON(JSON.parse(JSON.stringify(otlpDescriptor)) as Parameters<typeof Root.fromJSON>[0]);
    types = new Map(Object.values(requestOf).map((request) => [request, root.lookupType(request)]));
  }
  return types.get(name)!;
}

/** Bytes as text: ids in hexadecimal, as the protocol's JSON form has them, all else in base64. */
function asJson(value: unknown, member = ''): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString(member.endsWith('Id') ? 'hex' : 'base64');
  if (Array.isArray(value)) return value.map((item) => asJson(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asJson(inner, name)]));
}
