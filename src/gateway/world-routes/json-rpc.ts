import type { Answer } from '../../domain/http.ts';
import { isJsonObject, type Json, type JsonObject } from '../../domain/json.ts';
import { jsonAnswer } from '../json-answer.ts';

/** A request in JSON-RPC 2.0; without an id it is a notification, to which nothing is answered. */
export interface RpcRequest {
  readonly id: string | number | undefined;
  readonly method: string;
  readonly params: JsonObject;
}

export const rpcErrors = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  headerMismatch: -32020,
  unsupportedVersion: -32022,
} as const;

/** Reads a message; undefined where it is none that a client may send, a list among them. */
export function readRpc(message: Json): RpcRequest | undefined {
  if (!isJsonObject(message) || message['jsonrpc'] !== '2.0' || typeof message['method'] !== 'string') return undefined;
  const id = message['id'];
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number') return undefined;
  const params = message['params'];
  return { id, method: message['method'], params: isJsonObject(params) ? params : {} };
}

export function rpcResult(id: RpcRequest['id'], result: JsonObject): Answer {
  return jsonAnswer(200, { jsonrpc: '2.0', id: id ?? null, result });
}

export function rpcError(status: number, id: RpcRequest['id'], code: number, message: string, data?: Json): Answer {
  return jsonAnswer(status, { jsonrpc: '2.0', id: id ?? null, error: { code, message, ...(data === undefined ? {} : { data }) } });
}
