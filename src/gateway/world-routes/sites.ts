import type { Sites } from '../../world/index.ts';
import { missAnswer } from '../miss-answer.ts';
import type { SideRoute } from '../side-route.ts';
import { toolAnswer } from './tools.ts';

/** Where requests to other hosts come in, whose APIs the project's own handlers simulate: `/site/https/api.example.com/v1/…`. */
export const sitePrefix = '/site';

// They belong to one connection, and the body is whole and unpacked.
const notForwarded = new Set(['content-length', 'content-encoding', 'transfer-encoding', 'connection']);

/** A request that no handler is for is denied like any other. */
export function sitesRoute(sites: Sites, deny: (host: string) => void): SideRoute {
  return {
    prefix: sitePrefix,
    async answer({ request, below, signal, crosses }) {
      const [, scheme = '', host = ''] = below.split('/');
      const url = URL.parse(`${scheme}://${host}${request.url.slice(`${sitePrefix}/${scheme}/${host}`.length) || '/'}`);
      const given = url === null ? undefined : await sites.call({ ...request, url, signal, crosses });
      if (given === undefined) {
        deny(host);
        return missAnswer(
          { code: 'EGRESS_DENIED', text: `${host}: no request handler answers ${request.method} ${url?.pathname ?? below}.` },
          undefined,
          403,
        );
      }
      // A handler that fails is what a server says when it fails.
      if ('instead' in given) return { ...toolAnswer(given.instead), ...(given.instead.errorCode === 'TOOL_FAILED' ? { status: 500 } : {}) };
      const headers = given.headers.filter(([name]) => !notForwarded.has(name.toLowerCase()));
      return { ...given, headers: [...headers, ['content-length', String(given.body.length)]], body: [given.body], ending: 'complete' };
    },
  };
}

/** The path below an episode's base for a URL of another host. */
export function sitePath(url: URL): string {
  return `${sitePrefix}/${url.protocol.slice(0, -1)}/${url.host}${url.pathname}${url.search}`;
}
