import { isJsonObject } from '../domain/json.ts';
import { pathOf, type HttpRequest } from '../domain/http.ts';
import { jsonOf } from './world-routes/json-body.ts';
import { toolName } from './world-routes/tool-name.ts';

/** Name of the tool that a request calls, over HTTP or MCP; undefined for every other request. */
export function calledTool({ method, url, body }: HttpRequest): string | undefined {
  if (method !== 'POST') return undefined;
  const path = pathOf(url);
  if (path.startsWith('/tools/')) return toolName(path.slice('/tools/'.length));
  if (path !== '/mcp') return undefined;
  const message = jsonOf(body);
  const params = isJsonObject(message) && message['method'] === 'tools/call' ? message['params'] : undefined;
  const name = isJsonObject(params) ? params['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}
