import type { ConnectionFault } from '../domain/fault.ts';
import type { JsonObject } from '../domain/json.ts';

/** Settings of every fault of a connection that can outlast the request that it strikes. */
export const lastingSettings: JsonObject = {
  seconds: { type: 'number', exclusiveMinimum: 0, description: 'It stays for so long, in real time, whatever is asked meanwhile.' },
  requests: { type: 'integer', minimum: 1, description: 'It stays for so many requests, this one among them.' },
};

/** How long a fault of a connection stays, as its settings say. */
export function lastingOf(settings: JsonObject): Pick<ConnectionFault, 'seconds' | 'requests'> {
  const { seconds, requests } = settings as Pick<ConnectionFault, 'seconds' | 'requests'>;
  return { ...(seconds === undefined ? {} : { seconds }), ...(requests === undefined ? {} : { requests }) };
}

/** The same settings without all of these, and without each of them, where they are given. */
export function without(settings: JsonObject, names: readonly string[]): readonly JsonObject[] {
  const given = names.filter((name) => name in settings);
  const drop = (dropped: readonly string[]): JsonObject => Object.fromEntries(Object.entries(settings).filter(([name]) => !dropped.includes(name)));
  return given.length === 0 ? [] : given.length === 1 ? [drop(given)] : [drop(given), ...given.map((name) => drop([name]))];
}
