import type { Json } from '../../domain/json.ts';
import { waitMsOf, type World } from '../../world/index.ts';
import { jsonAnswer } from '../json-answer.ts';
import type { SideRoute } from '../side-route.ts';

/** `GET /inbox` hands out the callbacks that are due; with `?wait=1h` it comes as soon as there is one. */
export function inboxRoute({ inbox }: World): SideRoute {
  return {
    prefix: '/inbox',
    async answer({ query, signal }) {
      const waitMs = waitMsOf(query.get('wait'));
      if (waitMs === undefined) return jsonAnswer(422, { error: '`wait` is a length of time: 30s, 4h.' });
      return jsonAnswer(200, { callbacks: (await inbox.fetch(waitMs, signal)) as unknown as Json });
    },
  };
}
