import { labelledWithoutDigest } from './placeholder.ts';
import { isSecretName } from './secret-names.ts';

/**
 * Header fields whose whole value says who asks, not what is asked. They take no part in matching, so their placeholder needs no digest; without
 * one, a recording made with another person's key is the same file.
 */
const labels: ReadonlyMap<string, string> = new Map([
  ['authorization', 'bearer'],
  ['proxy-authorization', 'bearer'],
  ['x-forwarded-authorization', 'bearer'],
  ['cookie', 'cookie'],
  ['set-cookie', 'cookie'],
  ['openai-organization', 'account'],
  ['openai-project', 'account'],
  ['anthropic-organization-id', 'account'],
  ['anthropic-workspace-id', 'account'],
  ['chatgpt-account-id', 'account'],
  ['x-goog-user-project', 'account'],
  ['x-ms-client-principal-id', 'account'],
]);
// Of all headers whose name ends so, these alone say where to go on, and not who asks.
const placeToken = /(?:page|next|previous|continuation|sync|cursor|start|resume)[-_]token$/;

/** Which kind of secret the header is as a whole; undefined where its value is looked at like any text. Takes the name in lower case. */
export function secretHeader(name: string): string | undefined {
  return labels.get(name) ?? (isSecretName(name) || (name.endsWith('-token') && !placeToken.test(name)) ? 'api-key' : undefined);
}

/** What stands on disk for the value of such a header. Schemes, and names and attributes of cookies, stay readable. */
export function scrubHeaderValue(name: string, label: string, value: string): string {
  if (value.trim() === '') return value;
  if (name === 'cookie') return value.split(/;\s*/).map(scrubCookie).join('; ');
  if (name === 'set-cookie') {
    const [pair, ...attributes] = value.split(/;\s*/);
    return [scrubCookie(pair!), ...attributes].join('; ');
  }
  if (!name.endsWith('authorization')) return labelledWithoutDigest(label);
  const scheme = /^([A-Za-z][A-Za-z0-9-]{0,31}) +\S/.exec(value)?.[1];
  if (scheme === undefined) return labelledWithoutDigest('bearer');
  return `${scheme} ${labelledWithoutDigest(scheme.toLowerCase() === 'basic' ? 'basic' : 'bearer')}`;
}

function scrubCookie(pair: string): string {
  const equals = pair.indexOf('=');
  if (equals === -1) return pair === '' ? pair : labelledWithoutDigest('cookie');
  return `${pair.slice(0, equals + 1)}${labelledWithoutDigest('cookie')}`;
}
