import { headerValue, type Answer } from '../../domain/http.ts';
import type { Json } from '../../domain/json.ts';
import type { ResultStatus } from '../../domain/contract.ts';
import { askPerson, statusOf, type ToolAnswer, type World } from '../../world/index.ts';
import { brokenConnection, jsonAnswer } from '../json-answer.ts';
import type { SideRoute } from '../side-route.ts';
import { jsonOf } from './json-body.ts';
import { toolName } from './tool-name.ts';
import { asksPerson, offeredTools } from './offered-tools.ts';

const statuses: Readonly<Record<ResultStatus, number>> = { success: 200, invalid_input: 422, permanent_error: 409, temporary_error: 503 };

/** `GET /tools` lists them, `POST /tools/<name>` calls one: the body holds the arguments, the answer is the result. */
export function toolsRoute(world: World): SideRoute {
  return {
    prefix: '/tools',
    async answer({ request, below, signal, crosses }) {
      if (below === '' || below === '/') return jsonAnswer(200, { tools: offeredTools(world) as unknown as Json });
      if (request.method !== 'POST') return jsonAnswer(405, { error: 'A tool is called by POST, its arguments as JSON.' }, [['allow', 'POST']]);
      const name = toolName(below.slice(1));
      if (asksPerson(world, name)) {
        const reply = await askPerson(world.people, jsonOf(request.body), { signal, crosses });
        return jsonAnswer(statuses[statusOf(reply)], reply);
      }
      const key = headerValue(request.headers, 'idempotency-key');
      const answer = await world.tools.call({
        name,
        arguments: jsonOf(request.body),
        ...(key === undefined || key === '' ? {} : { key }),
        via: 'http',
        signal,
        crosses,
      });
      return toolAnswer(answer);
    },
  };
}

/** A result with the HTTP status of its kind. */
export function toolAnswer({ lost, status, errorCode, result, retryAfterSeconds }: ToolAnswer): Answer {
  if (lost) return brokenConnection;
  const code = errorCode === 'RATE_LIMITED' ? 429 : errorCode === 'UNKNOWN_TOOL' ? 404 : statuses[status];
  return jsonAnswer(code, result, retryAfterSeconds === undefined ? [] : [['retry-after', String(retryAfterSeconds)]]);
}
