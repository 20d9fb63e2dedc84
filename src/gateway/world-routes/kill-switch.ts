import type { World } from '../../world/index.ts';
import { jsonAnswer } from '../json-answer.ts';
import type { SideRoute } from '../side-route.ts';

/** `GET /kill-switch`: whether the agent may still act. */
export function killSwitchRoute({ killSwitch }: World): SideRoute {
  return { prefix: '/kill-switch', answer: () => jsonAnswer(200, killSwitch.read()) };
}
