// The one list of names that tell a secret: of headers, of query and form parameters, of JSON members, and in any text (`API_KEY=…`, `password: …`).
// A name alone makes no secret: each place judges the value too. `max_tokens`, `next_page_token` and `token_count` are none of them.

// prettier-ignore
const tokens = ['access', 'api', 'app', 'auth', 'authentication', 'authorization', 'bearer', 'bot', 'client', 'csrf', 'deploy', 'device', 'github',
  'gitlab', 'id', 'jwt', 'login', 'npm', 'oauth', 'personal', 'private', 'refresh', 'registration', 'reset', 'security', 'service', 'session', 'slack',
  'sso', 'user', 'vault', 'verification', 'webhook', 'xsrf'];
const keys = ['api', 'access', 'secret', 'signing', 'subscription', 'functions'];
const secrets = ['app', 'application', 'client', 'consumer', 'jwt', 'shared', 'signing', 'webhook'];

/** Keys and tokens, by the words of their names; whatever word stands before one, it stays what it is (`x-api-key`, `GITHUB_ACCESS_TOKEN`). */
const keyWords = [...keys.map((word) => `${word}-key`), ...tokens.map((word) => `${word}-token`), ...secrets.map((word) => `${word}-secret`)];

const passwordWords = ['password', 'passwd', 'passphrase', 'passcode', 'pwd'];

/** Words that name much else besides: only a value that looks like a credential is one. */
const vagueWords = ['token', 'secret'];

/** `api-key` as `api_key`, `apiKey` and `APIKEY` too; a source fragment for expressions with the flag `i`. */
const sourceOf = (words: readonly string[]): string => words.map((word) => word.replaceAll('-', '[-_]?')).join('|');

/** Names of keys and tokens. */
export const keyNames: string = sourceOf(keyWords);
/** Names of passwords. */
export const passwordNames: string = sourceOf(passwordWords);
/** Names that may be those of keys: their values must be long, and hold both letters and digits. */
export const vagueNames: string = sourceOf(vagueWords);

// Tested for every string of every body: the last letters first.
const lastWord = /(?:key|token|secret|password|passwd|passphrase|passcode|pwd|authorization)$/i;
const keyOrPassword = new RegExp(`^(?:.*[-_.])?(?:${keyNames}|${passwordNames}|proxy-authorization|authorization)$`);
const vague = new RegExp(`^(?:${vagueNames}|(?:.*[-_.])?secret)$`);

/** True for a JSON member, a header or a parameter whose name tells that its value may be secret. */
export function isSecretName(name: string): boolean {
  if (!lastWord.test(name)) return false;
  const spelled = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return keyOrPassword.test(spelled) || vague.test(spelled);
}
