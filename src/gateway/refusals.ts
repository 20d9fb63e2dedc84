import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Answer } from '../domain/http.ts';
import type { EpisodeGate } from './episode-gate.ts';
import { missAnswer } from './miss-answer.ts';
import { providers, routeOf } from './routes.ts';

// What the door turns away: other hosts, asked for through the proxy variables or from inside the agent, paths where nothing is served, and WebSockets.
// Each is told to the episode that it belongs to.

type Gates = ReadonlyMap<string, EpisodeGate>;

/** Where `rehearsal/intercept` tells of hosts that it refused inside the agent. */
const deniedPrefix = '/denied/';

const deniedText =
  'Rehearsal lets the agent reach its models and declared tools only. If this host is meant, declare it under `upstreams:` and give the agent its base URL.';

/** A refusal in words, with its code in a header. */
export function refusal(status: number, code: string, text: string): Answer {
  return missAnswer({ code, text }, undefined, status);
}

/** A path below an episode's base that leads to no provider. */
export function refusePath(url: string, gate: EpisodeGate): Answer {
  if (url.startsWith(deniedPrefix)) {
    gate.denyEgress(decoded(url.slice(deniedPrefix.length)));
    return refusal(403, 'EGRESS_DENIED', deniedText);
  }
  const path = url.split('?')[0]!;
  // A client with a wrong base URL must not go unnoticed.
  gate.denyEgress(`the gateway's own path ${path}`);
  return refusal(404, 'USAGE', `Nothing is served at ${path}. Base paths: ${providers.map(({ basePath }) => basePath).join(', ')}, /http/<name>.`);
}

/** A request to another host that came here because the proxy variables point here. */
export function refuseProxied(request: IncomingMessage, target: string, gates: Gates): Answer {
  const host = URL.parse(target)?.host ?? target;
  episodeOfProxy(request, gates)?.denyEgress(host);
  return refusal(403, 'EGRESS_DENIED', `${host}: ${deniedText}`);
}

/** The same for a tunnel, which is what clients ask for where the other host speaks TLS. */
export function refuseConnect(request: IncomingMessage, socket: Duplex, gates: Gates): void {
  episodeOfProxy(request, gates)?.denyEgress(request.url ?? '');
  end(socket, '403 Forbidden', ['x-rehearsal-code: EGRESS_DENIED'], deniedText);
}

/** Clients that try a WebSocket first fall back to HTTP on 426. */
export function refuseUpgrade(request: IncomingMessage, socket: Duplex, gates: Gates): void {
  const { episode, url } = routeOf(request.url ?? '/');
  gates.get(episode)?.refuseWebSocket(url.split('?')[0]!);
  end(socket, '426 Upgrade Required', ['upgrade: HTTP/1.1'], 'Rehearsal serves HTTP, no WebSocket.');
}

/** The episode that a proxy request belongs to: its id is the user name of the proxy's URL. */
export function episodeOfProxy(request: IncomingMessage, gates: Gates): EpisodeGate | undefined {
  const credentials = /^Basic (.+)$/i.exec(request.headers['proxy-authorization'] ?? '')?.[1];
  const id = credentials === undefined ? '' : Buffer.from(credentials, 'base64').toString('utf8').split(':')[0]!;
  return gates.get(id) ?? gates.get('');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Answers on a bare socket, and ends it. */
function end(socket: Duplex, status: string, headers: readonly string[], text: string): void {
  const head = [`HTTP/1.1 ${status}`, 'connection: close', ...headers, 'content-type: text/plain', `content-length: ${text.length}`];
  socket.on('error', () => undefined);
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}
