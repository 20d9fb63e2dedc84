import type { Sites, World } from '../../world/index.ts';
import type { SideRoute } from '../side-route.ts';
import { configurationRoute } from './configuration.ts';
import { inboxRoute } from './inbox.ts';
import { killSwitchRoute } from './kill-switch.ts';
import { mcpRoute } from './mcp.ts';
import { peopleRoute } from './people.ts';
import { sitesRoute } from './sites.ts';
import { toolsRoute } from './tools.ts';

/** Everything by which an agent reaches the world around it. One file, one line here. */
export function worldRoutes(world: World, sites?: { readonly sites: Sites; deny(host: string): void }): readonly SideRoute[] {
  const own = [toolsRoute(world), mcpRoute(world), peopleRoute(world), inboxRoute(world), killSwitchRoute(world), configurationRoute(world)];
  return sites === undefined ? own : [...own, sitesRoute(sites.sites, (host) => sites.deny(host))];
}
