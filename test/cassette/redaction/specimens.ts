import fc, { type Arbitrary } from 'fast-check';

/** A secret, and a text in which its detector must find it. The secret itself never stands outside that text. */
export interface Specimen {
  readonly secret: string;
  readonly text: string;
}

const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function word(alphabet: string, length: number): Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...alphabet.split('')), minLength: length, maxLength: length });
}

/** A random word that is sure to hold what credentials nearly always hold. */
function credential(length: number): Arbitrary<string> {
  return word(alphanumeric, length - 3).map((random) => `7Q${random}z`);
}

function inContext(secret: Arbitrary<string>, context: (secret: string) => string): Arbitrary<Specimen> {
  return secret.map((value) => ({ secret: value, text: context(value) }));
}

const card: Arbitrary<string> = fc
  .tuple(fc.constantFrom('4', '51', '2221', '6011', '65'), word('0123456789', 15), fc.constantFrom('', ' ', '-'))
  .map(([prefix, rest, separator]) => {
    const digits = withCheckDigit((prefix + rest).slice(0, 15));
    return digits.replaceAll(/(\d{4})(?=\d)/g, `$1${separator}`);
  });

/** Written anew here, so that a mistake in the detector's checksum cannot hide itself. */
function withCheckDigit(digits: string): string {
  const sum = digits
    .split('')
    .toReversed()
    .reduce((total, digit, index) => {
      const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return digits + ((10 - (sum % 10)) % 10);
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

const pem: Arbitrary<string> = fc
  .tuple(fc.constantFrom('', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED '), credential(64), credential(31))
  .map(([kind, first, second]) => `-----BEGIN ${kind}PRIVATE KEY-----\n${first}\n${second}=\n-----END ${kind}PRIVATE KEY-----`);

/** One arbitrary per detector, by its name. */
export const specimens: Readonly<Record<string, Arbitrary<Specimen>>> = {
  'provider-key': inContext(
    fc.oneof(
      credential(40).map((rest) => `sk-proj-${rest}`),
      credential(40).map((rest) => `sk-ant-api03-${rest}`),
      credential(35).map((rest) => `AIza${rest}`),
      credential(40).map((rest) => `gsk_${rest}`),
      credential(40).map((rest) => `xai-${rest}`),
      credential(34).map((rest) => `hf_${rest}`),
      word('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 15).map((rest) => `AKIA${rest}7`),
      credential(36).map((rest) => `ghp_${rest}`),
      credential(60).map((rest) => `github_pat_${rest}`),
      credential(24).map((rest) => `xoxb-${rest}`),
      credential(24).map((rest) => `sk_live_${rest}`),
    ),
    (secret) => `my key is ${secret}, keep it`,
  ),
  bearer: inContext(credential(32), (secret) => `send "Authorization: Bearer ${secret}" please`),
  basic: inContext(
    fc.tuple(credential(9), credential(12)).map(([user, password]) => Buffer.from(`${user}:${password}`).toString('base64')),
    (secret) => `curl -H 'Authorization: Basic ${secret}' -v`,
  ),
  'api-key': inContext(credential(32), (secret) => `curl -H "x-api-key: ${secret}" -v`),
  authorization: inContext(credential(32), (secret) => `send "Authorization: Token ${secret}" please`),
  password: inContext(credential(16), (secret) => `log in with password: ${secret} now`),
  cookie: inContext(
    credential(24).map((value) => `session=${value}`),
    (secret) => `curl -H "Cookie: ${secret}" -v`,
  ),
  'url-credentials': inContext(
    fc.tuple(credential(8), credential(16)).map(([user, password]) => `${user}:${password}`),
    (secret) => `clone https://${secret}@example.com/a.git now`,
  ),
  jwt: inContext(
    fc
      .tuple(credential(20), credential(43))
      .map(([sub, signature]) => `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url({ sub })}.${signature}`),
    (secret) => `the session (${secret}) is over`,
  ),
  'private-key': inContext(pem, (secret) => `here:\n${secret}\nthanks`),
  'card-number': inContext(card, (secret) => `charge ${secret} today`),
  'e-mail': inContext(
    fc.tuple(word('abcdefghijklmnopqrstuvwxyz', 7), word('abcdefghijklmnopqrstuvwxyz', 9)).map(([local, host]) => `${local}.q@${host}.example`),
    (secret) => `write to ${secret}, soon`,
  ),
};

/** Every run of six characters of the secret that the output still holds. */
export function leakedPieces(secret: string, output: string): string[] {
  const pieces = Array.from({ length: Math.max(1, secret.length - 5) }, (_, start) => secret.slice(start, start + 6));
  return pieces.filter((piece) => !/^-+|PRIVATE|BEGIN|RIVATE/.test(piece) && output.includes(piece));
}
