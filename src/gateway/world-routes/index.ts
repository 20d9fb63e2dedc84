import type { World } from '../../world/index.ts';
import type { SideRoute } from '../side-route.ts';
import { toolsRoute } from './tools.ts';

/** Everything by which an agent reaches the world around it. One file, one line here. */
export function worldRoutes(world: World): readonly SideRoute[] {
  return [toolsRoute(world)];
}
