import { type Detector, findAll, type Span } from '../detector.ts';
import { bare } from '../placeholder.ts';

const userInfo = /(?<=:\/\/)[^\s/?#"'<>\\]{1,512}(?=@[\w[])/g;

/** Query parameters whose value is a credential or a signature that stands for one. */
const parameterNames =
  'key|(?:[a-z]{1,12}[-_])?api[-_]?key|access[-_]?key|(?:access|auth|refresh|id|session|security|bearer|oauth)[-_]?token|token|client[-_]?secret|secret|password|passwd|pwd|sig|signature|' +
  'x-amz-(?:signature|security-token|credential)|x-goog-(?:signature|credential)|subscription-key|awsaccesskeyid|googleaccessid';
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
