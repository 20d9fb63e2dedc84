import { ApiError } from './api-error.ts';
import { showToxic } from './create-toxic.ts';
import { writeGoJson } from './json/write-go-json.ts';
import { showMetrics } from './metrics.ts';
import type { ProxyCollection } from './proxy-collection.ts';
import type { Proxy } from './proxy.ts';
import { readBody } from './read-body.ts';
import { toxicKinds } from './toxics/index.ts';

/** The version whose API this server speaks. */
export const toxiproxyVersion = '2.12.0';

/** What the handlers of all routes work with. */
export interface Api {
  readonly proxies: ProxyCollection;
  readonly seed: number;
}

export interface ApiRequest {
  /** The parts of the path that a route left open, in order. */
  readonly names: readonly string[];
  readonly body: Uint8Array;
}

export interface ApiAnswer {
  readonly status: number;
  readonly contentType?: string;
  readonly text: string;
}

export interface Route {
  readonly methods: readonly string[];
  /** `*` stands for any one part. */
  readonly path: readonly string[];
  handle(api: Api, request: ApiRequest): Promise<ApiAnswer>;
}

const json = (value: unknown, status = 200): ApiAnswer => ({ status, contentType: 'application/json', text: writeGoJson(value) });
const nothing: ApiAnswer = { status: 204, text: '' };

/** Everything that the server can be asked. */
export const routes: readonly Route[] = [
  { methods: ['POST'], path: ['reset'], handle: async ({ proxies }) => (await proxies.reset(), nothing) },
  { methods: ['GET'], path: ['proxies'], handle: async ({ proxies }) => json(sorted(proxies.all())) },
  { methods: ['POST'], path: ['proxies'], handle: async ({ proxies }, { body }) => json(show(await proxies.create(readBody(body))), 201) },
  { methods: ['POST'], path: ['populate'], handle: populate },
  { methods: ['GET'], path: ['proxies', '*'], handle: async ({ proxies }, { names }) => json(show(proxies.get(names[0]!))) },
  {
    methods: ['POST', 'PATCH'],
    path: ['proxies', '*'],
    async handle({ proxies }, { names: [name], body }) {
      proxies.get(name!);
      return json(show(await proxies.update(name!, readBody(body))));
    },
  },
  { methods: ['DELETE'], path: ['proxies', '*'], handle: async ({ proxies }, { names }) => (await proxies.remove(names[0]!), nothing) },
  {
    methods: ['GET'],
    path: ['proxies', '*', 'toxics'],
    handle: async ({ proxies }, { names }) => json(proxies.get(names[0]!).allToxics().map(showToxic)),
  },
  {
    methods: ['POST'],
    path: ['proxies', '*', 'toxics'],
    async handle({ proxies }, { names: [name], body }) {
      proxies.get(name!);
      return json(showToxic(await proxies.addToxic(name!, readBody(body))));
    },
  },
  {
    methods: ['GET'],
    path: ['proxies', '*', 'toxics', '*'],
    handle: async ({ proxies }, { names }) => json(showToxic(proxies.toxic(names[0]!, names[1]!))),
  },
  {
    methods: ['POST', 'PATCH'],
    path: ['proxies', '*', 'toxics', '*'],
    handle: async ({ proxies }, { names, body }) => json(showToxic(await proxies.updateToxic(names[0]!, names[1]!, () => readBody(body)))),
  },
  {
    methods: ['DELETE'],
    path: ['proxies', '*', 'toxics', '*'],
    handle: async ({ proxies }, { names }) => (await proxies.removeToxic(names[0]!, names[1]!), nothing),
  },
  {
    methods: ['GET'],
    path: ['version'],
    handle: async () => ({ status: 200, contentType: 'application/json;charset=utf-8', text: `{"version": "${toxiproxyVersion}"}\n` }),
  },
  // From here on our own: by the first a client knows this server, the second tells what its toxics did.
  {
    methods: ['GET'],
    path: ['rehearsal'],
    handle: async ({ seed }) => json({ seed, toxics: toxicKinds.map(({ type }) => type).filter((type) => type.startsWith('rehearsal_')) }),
  },
  {
    methods: ['GET'],
    path: ['rehearsal', 'proxies', '*'],
    async handle({ proxies }, { names }) {
      const { connectionCount, strikes } = proxies.get(names[0]!);
      return json({ connections: connectionCount, strikes });
    },
  },
];

/** Only where it was asked for, as in Toxiproxy. */
export const metricsRoute: Route = {
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  path: ['metrics'],
  handle: async ({ proxies }) => ({
    status: 200,
    contentType: 'text/plain; version=0.0.4; charset=utf-8; escaping=underscores',
    text: showMetrics(proxies.all()),
  }),
};

async function populate({ proxies }: Api, { body }: ApiRequest): Promise<ApiAnswer> {
  try {
    const populated = await proxies.populate(readBody(body));
    const { error } = populated;
    const list = populated.proxies.length === 0 ? null : populated.proxies.map(show);
    return error === undefined ? json({ proxies: list }, 201) : json({ error: error.message, status: error.status, proxies: list }, error.status);
  } catch (error) {
    // Unlike all other answers, those of this route are JSON by name also where they are errors.
    if (!(error instanceof ApiError)) throw error;
    return json({ error: error.message, status: error.status, proxies: null }, error.status);
  }
}

function show(proxy: Proxy): object {
  const { name, listen, upstream, enabled } = proxy;
  return { name, listen, upstream, enabled, Logger: {}, toxics: proxy.allToxics().map(showToxic) };
}

/** Go writes maps by the bytes of their keys. */
function sorted(proxies: readonly Proxy[]): object {
  // An object would put names that are numbers first.
  return new Map(proxies.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name))).map((proxy) => [proxy.name, show(proxy)]));
}
