import { type Detector, findAll, type Span } from '../detector.ts';
import { bare } from '../placeholder.ts';
import { keyNames, passwordNames, vagueNames } from '../secret-names.ts';

const userInfo = /(?<=:\/\/)[^\s/?#"'<>\\]{1,512}(?=@[\w[])/g;

/** Signatures that stand for a credential, and names that tell one in a query alone. */
const queryNames = 'key|sig|signature|x-amz-(?:signature|security-token|credential)|x-goog-(?:signature|credential)|awsaccesskeyid|googleaccessid';
const parameterNames = `(?:[a-z0-9]{1,16}[-_]){0,3}(?:${keyNames}|${passwordNames})|${vagueNames}|${queryNames}`;
const parameter = new RegExp(`(?:[?&]|&amp;)(?:${parameterNames})=([^&\\s"'<>#\\\\)\\]}\`]{4,})`, 'dgi');
const wholeName = new RegExp(`^(?:${parameterNames})$`, 'i');

/** True for the name of a query or form parameter whose value is secret. */
export function isSecretParameter(name: string): boolean {
  return wholeName.test(name);
}

/** `https://user:password@host` of any scheme, and secret query parameters, in any text. */
export const urlCredentials: Detector = {
  name: 'url-credentials',
  // An ampersand may be spelled `\u0026`, `%26` or `&amp;`.
  hint: /@|[?&;6][A-Za-z0-9_-]{2,32}=/,
  find: (text) => [...findUserInfo(text), ...findAll(parameter, text, isCredential)],
  placeholder: bare,
};

function findUserInfo(text: string): Span[] {
  if (!text.includes('@')) return [];
  return findAll(userInfo, text, isCredential);
}

/** `git` is the user of every remote and no secret, and a placeholder stands for one already. */
function isCredential(found: string): boolean {
  return found !== 'git' && !/^redacted-[0-9a-f]{8}$/.test(found);
}
