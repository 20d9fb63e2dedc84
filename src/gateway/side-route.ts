import type { Answer, HttpRequest } from '../domain/http.ts';
import type { Crossing } from '../domain/world-moment.ts';

/** What is served below an episode's base besides models: one handler per prefix. */
export interface SideRoute {
  /** `/tools`; it serves this path and all below it. */
  readonly prefix: string;
  answer(request: SideRequest): Promise<Answer> | Answer;
}

export interface SideRequest {
  readonly request: HttpRequest;
  /** What follows the prefix, without the query: ``, `/refund`. */
  readonly below: string;
  readonly query: URLSearchParams;
  /** Aborted when the agent hangs up. */
  readonly signal: AbortSignal;
  /** Asked before what the agent asks for takes effect. */
  readonly crosses: Crossing;
}

/** The route that serves a path, and what follows its prefix. */
export function findSideRoute(routes: readonly SideRoute[], url: string): { readonly route: SideRoute; readonly below: string } | undefined {
  const path = url.split(/[?#]/, 1)[0]!;
  const route = routes.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
  return route === undefined ? undefined : { route, below: path.slice(route.prefix.length) };
}
