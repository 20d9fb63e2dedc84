import type { World } from '../../world/index.ts';
import { jsonAnswer } from '../json-answer.ts';
import type { SideRoute } from '../side-route.ts';

/** `GET /configuration`: the profile in force, and the mode in which the agent is to work. */
export function configurationRoute(world: World): SideRoute {
  return { prefix: '/configuration', answer: () => jsonAnswer(200, world.configuration()) };
}
