/** Where a path below the gateway leads. */
export interface Route {
  /** Which episode; empty where the gateway serves a single one (`rehearsal serve`). */
  readonly episode: string;
  /** `openai`, `anthropic`, `gemini`, `http/<name>`; undefined where no provider has that path. */
  readonly provider: string | undefined;
  /** Path and query below the episode's base, in the one spelling that recordings use: `/anthropic/v1/messages`. */
  readonly url: string;
}

/** The providers that have a base path, each with the server that stands behind it unless `--upstream` says otherwise. */
export const providers: readonly { readonly name: string; readonly basePath: string; readonly upstream: string }[] = [
  { name: 'openai', basePath: '/openai/v1', upstream: 'https://api.openai.com/v1' },
  { name: 'anthropic', basePath: '/anthropic', upstream: 'https://api.anthropic.com' },
  { name: 'gemini', basePath: '/gemini', upstream: 'https://generativelanguage.googleapis.com' },
];

const episodePrefix = /^\/e\/([\w.-]+)(?=\/|$)/;
const plainHttp = /^\/http\/([\w.-]+)(?=[/?]|$)/;

/** Reads a request's target. Both spellings of Anthropic's base URL, with and without `/v1`, lead to the same place. */
export function routeOf(target: string): Route {
  const prefix = episodePrefix.exec(target);
  const url = prefix === null ? target : target.slice(prefix[0].length) || '/';
  const episode = prefix?.[1] ?? '';
  if (url.startsWith('/openai/'))
    return { episode, provider: 'openai', url: url.startsWith('/openai/v1/') ? url : `/openai/v1${url.slice('/openai'.length)}` };
  if (url.startsWith('/anthropic/'))
    return { episode, provider: 'anthropic', url: /^\/anthropic\/v\d/.test(url) ? url : `/anthropic/v1${url.slice('/anthropic'.length)}` };
  if (url.startsWith('/gemini/')) return { episode, provider: 'gemini', url };
  const plain = plainHttp.exec(url);
  return { episode, provider: plain === null ? undefined : `http/${plain[1]!}`, url };
}

/** The upstream's URL for a route: what follows the base path is put behind the upstream's own path. */
export function upstreamUrl(provider: string, url: string, upstream: string): URL {
  const base = new URL(upstream);
  const known = providers.find(({ name }) => name === provider);
  const below = url.slice((known?.basePath ?? `/${provider}`).length);
  const path = provider === 'openai' && base.pathname === '/' ? '/v1' : base.pathname.replace(/\/$/, '');
  const anthropicTwice = provider === 'anthropic' && path.endsWith('/v1') && below.startsWith('/v1/');
  return new URL(`${base.origin}${path}${anthropicTwice ? below.slice('/v1'.length) : below}`);
}

/** What an agent's environment must hold so that it finds the gateway, and nothing else. */
export function agentEnvironment(options: {
  /** `http://127.0.0.1:4010/e/<id>` */
  readonly baseUrl: string;
  /** `http://<id>:rehearsal@127.0.0.1:4010` */
  readonly proxyUrl: string;
  readonly episode: string;
  /** The agent's own environment: keys that it has are kept. */
  readonly current: Readonly<Record<string, string | undefined>>;
  /** Names of the plain HTTP upstreams. */
  readonly httpNames: readonly string[];
}): Readonly<Record<string, string>> {
  const { baseUrl, proxyUrl, current } = options;
  const urls = {
    OPENAI_BASE_URL: `${baseUrl}/openai/v1`,
    OPENAI_API_BASE: `${baseUrl}/openai/v1`,
    ANTHROPIC_BASE_URL: `${baseUrl}/anthropic`,
    GOOGLE_GEMINI_BASE_URL: `${baseUrl}/gemini`,
    GEMINI_BASE_URL: `${baseUrl}/gemini`,
  };
  const local = 'localhost,127.0.0.1,::1';
  const { hostname } = new URL(baseUrl);
  // Containers find the gateway at an address of its own, and are not to ask it for itself.
  const noProxy = local.split(',').includes(hostname) || baseUrl.endsWith('.invalid') ? local : `${local},${hostname}`;
  const proxy = { HTTP_PROXY: proxyUrl, HTTPS_PROXY: proxyUrl, ALL_PROXY: proxyUrl, NO_PROXY: noProxy, NODE_USE_ENV_PROXY: '1' };
  const lowerCase = Object.fromEntries(
    Object.entries(proxy)
      .filter(([name]) => name.endsWith('_PROXY') && !name.startsWith('NODE'))
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
  const keys = Object.fromEntries(
    ['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'GEMINI_API_KEY', 'GOOGLE_API_KEY']
      .filter((name) => current[name] === undefined)
      .map((name) => [name, 'rehearsal-has-no-key']),
  );
  const plain = Object.fromEntries(
    options.httpNames.map((name) => [`REHEARSAL_HTTP_${name.toUpperCase().replaceAll(/\W/g, '_')}`, `${baseUrl}/http/${name}`]),
  );
  return { ...urls, ...proxy, ...lowerCase, ...keys, ...plain, REHEARSAL_GATEWAY: baseUrl, REHEARSAL_EPISODE: options.episode };
}
