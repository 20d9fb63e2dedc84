import type { EpisodeClock } from '../../domain/clock.ts';
import { withoutHeaders, type HeaderList } from '../../domain/http.ts';
import type { JsonObject } from '../../domain/json.ts';
import { simplerThan } from '../simpler-than.ts';
import type { FaultKind } from '../fault-kind.ts';

interface Settings {
  readonly status: number;
  readonly retryAfterSeconds?: number;
  readonly retryAfterAs?: 'seconds' | 'date' | 'milliseconds';
  readonly retryAfter?: string;
  readonly message?: string;
}

/** The provider refuses: 429 with Retry-After, 500, 529, in its own words. */
export const providerError: FaultKind = {
  name: 'provider-error',
  site: 'http',
  summary: 'The provider answers with an HTTP error in its own format.',
  settings: {
    type: 'object',
    additionalProperties: false,
    required: ['status'],
    properties: {
      status: { type: 'integer', minimum: 400, maximum: 599, description: 'HTTP status.' },
      retryAfterSeconds: { type: 'number', minimum: 0, description: 'How long the agent is asked to wait, in seconds.' },
      retryAfterAs: {
        enum: ['seconds', 'date', 'milliseconds'],
        description: 'How that is written: `seconds` (default), as a `date`, or as `milliseconds` in the header retry-after-ms.',
      },
      retryAfter: {
        type: 'string',
        pattern: '^[\\x20-\\x7e]*$',
        description: 'The Retry-After header word for word, for what no server should send: `-5`, `soon`.',
      },
      message: { type: 'string', description: 'What the provider says.' },
    },
  },
  consumesRecording: false,
  example: { status: 429, retryAfterSeconds: 1 },
  answer(given, context) {
    const settings = given as unknown as Settings;
    const { status, retryAfterSeconds, message = `Injected by Rehearsal: the provider answers ${status}.` } = settings;
    // Without a type each provider uses its own word for the status.
    const response = context.writeError({ status, type: '', message, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });
    const { headers, text } = retryHeaders(settings, context.clock);
    context.fired(`answered ${status}${text}`);
    return { ...response, headers: [...withoutHeaders(response.headers, retryNames), ...headers], body: response.chunks };
  },
  tries: (place) =>
    place.kind === 'request'
      ? [{ status: 500 }, { status: 429, retryAfterSeconds: 1 }, { status: 429, retryAfter: 'soon' }, { status: place.plain ? 404 : 401 }]
      : [],
  simpler: (settings) => simplerThan(settings, [{ status: 500 }, ...withoutMembers(settings)]),
};

const retryNames: ReadonlySet<string> = new Set(['retry-after', 'retry-after-ms']);

function retryHeaders(
  { retryAfter, retryAfterSeconds, retryAfterAs = 'seconds' }: Settings,
  clock: EpisodeClock,
): { readonly headers: HeaderList; readonly text: string } {
  if (retryAfter !== undefined) return { headers: [['retry-after', retryAfter]], text: ` with Retry-After ${JSON.stringify(retryAfter)}` };
  if (retryAfterSeconds === undefined) return { headers: [], text: '' };
  const text = ` with Retry-After ${retryAfterSeconds} s`;
  if (retryAfterAs === 'seconds') return { headers: [['retry-after', String(retryAfterSeconds)]], text };
  if (retryAfterAs === 'milliseconds') return { headers: [['retry-after-ms', String(retryAfterSeconds * 1000)]], text: `${text}, in milliseconds` };
  // A date has whole seconds; it is read against the date of the answer.
  const dateMs = Math.ceil(clock.date() / 1000) * 1000;
  const retryAt = new Date(dateMs + Math.ceil(retryAfterSeconds) * 1000).toUTCString();
  return {
    headers: [
      ['date', new Date(dateMs).toUTCString()],
      ['retry-after', retryAt],
    ],
    text: `${text}, as a date`,
  };
}

/** Each without one thing that need not be there. */
function withoutMembers(settings: JsonObject): readonly JsonObject[] {
  const { message: _message, ...wordless } = settings;
  const { retryAfterAs: _as, ...plain } = wordless;
  const { retryAfter: _raw, retryAfterSeconds: _seconds, ...bare } = plain;
  return [bare, plain, wordless];
}
