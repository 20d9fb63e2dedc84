import { RehearsalFailure } from '../../domain/failure.ts';

/** What a Toxiproxy did not do, with the status it answered, where it answered at all. */
export class ToxiproxyFailure extends RehearsalFailure {
  readonly status: number | undefined;

  constructor(message: string, hint: string, status: number | undefined, cause: unknown) {
    super('TOXIPROXY_UNUSABLE', message, { hint, cause });
    this.status = status;
  }
}

/** Statuses whose meaning is fixed; the client tells nothing but the status. */
const meanings: Readonly<Record<number, string>> = {
  400: 'it does not know this kind of thing, or refuses a value',
  403: 'it refuses this client',
  404: 'it knows no such proxy or toxic',
  409: 'it has one of this name already, which somebody else made or an earlier run left',
  500: 'the port or address cannot be used',
};

/** Puts what the client threw into words. `what` reads on from "The Toxiproxy at URL". */
export function toxiproxyFailure(thrown: unknown, origin: string, what: string): ToxiproxyFailure {
  if (thrown instanceof ToxiproxyFailure) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const status = /status code (\d{3})\b/.exec(message)?.[1];
  if (status !== undefined) {
    const meaning = meanings[Number(status)];
    const why = meaning === undefined ? '' : `: ${meaning}`;
    return new ToxiproxyFailure(
      `The Toxiproxy at ${origin} ${what} (status ${status}${why}).`,
      `Ask it for what it has: curl ${origin}/proxies`,
      Number(status),
      thrown,
    );
  }
  const gone = message === 'fetch failed';
  return new ToxiproxyFailure(
    `The Toxiproxy at ${origin} ${what}: ${gone ? 'it cannot be reached' : message}.`,
    'Is it running, and is this the address of its HTTP API? Without an address Rehearsal uses a server of its own.',
    undefined,
    thrown,
  );
}
