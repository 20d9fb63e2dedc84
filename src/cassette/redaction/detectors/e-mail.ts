import type { Detector, Span } from '../detector.ts';
import { address } from '../placeholder.ts';

// The standard allows more signs, but in real text those are quotes, operators and separators.
const localPart = /[\p{L}\p{N}._+-]{1,64}$/u;
const domain = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}{2,24}/u;
/** `pkg@1.2.3-beta.one` is a version, `icon@2x.png` a file name. */
const noDomain = /^(?:\d+\.\d|\dx\.)/;
const localMax = 64;
const domainMax = 254;

/** E-mail addresses. Mentions, package names, `user@host` without a dot, versions and `git@…` remotes are none. */
export const eMail: Detector = {
  name: 'e-mail',
  hint: /@/,
  find(text) {
    const spans: Span[] = [];
    for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
      const span = addressAround(text, at);
      if (span !== undefined && span.start >= (spans.at(-1)?.end ?? 0)) spans.push(span);
    }
    return spans;
  },
  // Agents lower addresses; it stays the same mailbox, and the placeholder must survive it too.
  placeholder: (secret) => address(secret.toLowerCase()),
};

function addressAround(text: string, at: number): Span | undefined {
  const before = localPart.exec(text.slice(Math.max(0, at - localMax), at))?.[0].replace(/^[^\p{L}\p{N}_]+/u, '') ?? '';
  if (before === '' || before === 'git') return undefined;
  const after = text.slice(at + 1, at + domainMax);
  const host = domain.exec(after)?.[0];
  if (host === 'redacted.invalid' && /^redacted-[0-9a-f]{8}$/.test(before)) return undefined;
  if (host === undefined || noDomain.test(after) || isUserOfUrl(text, at - before.length)) return undefined;
  return { start: at - before.length, end: at + 1 + host.length };
}

/** What stands between `://` and `@` belongs to the detector of URL credentials, and the host after it is no secret. */
function isUserOfUrl(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 256), start);
  const scheme = before.lastIndexOf('://');
  return scheme !== -1 && !/[\s/?#"'<>\\]/.test(before.slice(scheme + 3));
}
