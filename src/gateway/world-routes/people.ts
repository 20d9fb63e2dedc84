import { isJsonObject } from '../../domain/json.ts';
import { waitMsOf, type World } from '../../world/index.ts';
import { jsonAnswer } from '../json-answer.ts';
import type { SideRoute } from '../side-route.ts';
import { jsonOf } from './json-body.ts';

/** `POST /people/requests` asks, `GET /people/requests/<n>` reads the reply; with `?wait=4h` it comes as soon as there is one. */
export function peopleRoute({ people }: World): SideRoute {
  return {
    prefix: '/people',
    async answer({ request, below, query, signal, crosses }) {
      if (below === '/requests' && request.method === 'POST') {
        const ticket = jsonOf(request.body);
        return isJsonObject(ticket) ? jsonAnswer(201, people.ask(ticket, crosses)) : jsonAnswer(422, { error: 'A ticket is a JSON object.' });
      }
      const number = /^\/requests\/(\d+)$/.exec(below)?.[1];
      const waitMs = waitMsOf(query.get('wait'));
      if (waitMs === undefined) return jsonAnswer(422, { error: '`wait` is a length of time: 30s, 4h.' });
      const answer = number === undefined ? undefined : await people.read(Number(number), waitMs, signal);
      if (answer === undefined) return jsonAnswer(404, { error: 'There is no such request. Ask by POST /people/requests.' });
      return jsonAnswer(200, answer);
    },
  };
}
