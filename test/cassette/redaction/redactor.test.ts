import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../src/cassette/redaction/index.ts';
import type { HeaderList } from '../../../src/domain/http.ts';
import { bodyOf, requestWith, responseWith, textStreams } from './exchanges.ts';

/*
 * Goal: what the redactor promises beyond single detectors (`test/laws/detector.laws.ts`): nothing else is touched, the wire's shape stays, and
 * what the user declares is obeyed. Method: examples whose outcome is written down.
 */

const scrubHeaders = (headers: HeaderList): HeaderList => createRedactor().request(requestWith({ headers })).headers;
const scrubBody = (body: string): string => bodyOf(createRedactor().request(requestWith({ body })));

describe('headers', () => {
  test.each([
    ['Authorization', 'Bearer sk-abc', 'Bearer [redacted:bearer]'],
    ['authorization', 'Basic dTpw', 'Basic [redacted:basic]'],
    ['authorization', 'opaque', '[redacted:bearer]'],
    ['Proxy-Authorization', 'AWS4-HMAC-SHA256 Credential=a, Signature=b', 'AWS4-HMAC-SHA256 [redacted:bearer]'],
    ['X-Api-Key', 'k', '[redacted:api-key]'],
    ['x-goog-api-key', 'k', '[redacted:api-key]'],
    ['api-key', 'k', '[redacted:api-key]'],
    ['x-company-secret', 'k', '[redacted:api-key]'],
    ['x-api-token', 'k', '[redacted:api-key]'],
    ['X-Vault-Token', 'k', '[redacted:api-key]'],
    ['x-acme-token', 'k', '[redacted:api-key]'],
    ['x-amz-security-token', 'k', '[redacted:api-key]'],
    ['ocp-apim-subscription-key', 'k', '[redacted:api-key]'],
    ['x-functions-key', 'k', '[redacted:api-key]'],
    ['x-db-password', 'k', '[redacted:api-key]'],
    ['authorization', 'Token 9944b09199c62bcf', 'Token [redacted:bearer]'],
    ['cookie', 'a=1; b=2', 'a=[redacted:cookie]; b=[redacted:cookie]'],
    ['Set-Cookie', 'sid=abc; Path=/; HttpOnly', 'sid=[redacted:cookie]; Path=/; HttpOnly'],
    ['openai-organization', 'acme', '[redacted:account]'],
    ['openai-project', 'proj_1', '[redacted:account]'],
    ['location', 'https://u:pw@example.com/', 'https://redacted-d76f1deb@example.com/'],
  ])('%s: %s', (name, value, expected) => {
    const scrubbed = scrubHeaders([[name, value]]);
    expect(scrubbed).toEqual([[name, expected]]);
    expect(scrubHeaders(scrubbed)).toEqual(scrubbed);
  });

  test('that hold no secret stay', () => {
    const headers: HeaderList = [
      ['x-ratelimit-remaining-tokens', '149984'],
      ['anthropic-ratelimit-tokens-reset', '2026-01-27T18:11:19Z'],
      ['x-request-id', 'req_011CSHoEeqs5C35K2UUqR7Fy'],
      ['traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
      ['user-agent', 'OpenAI/JS 7.55.0'],
      ['etag', 'W/"4111111111111111a"'],
      ['authorization', ''],
      ['x-next-page-token', 'CAUQAA1234567890abcdef'],
      ['anthropic-ratelimit-input-tokens-limit', '4000000'],
    ];
    expect(scrubHeaders(headers)).toBe(headers);
  });
});

describe('URLs and forms', () => {
  test.each([
    ['/gemini/v1beta/models/g:generateContent?key=anything&alt=sse', '/gemini/v1beta/models/g:generateContent?key=[redacted:api-key]&alt=sse'],
    ['/http/api/a?page=2&order=desc', '/http/api/a?page=2&order=desc'],
    ['/http/api/a?path=%2Fb%20c', '/http/api/a?path=%2Fb%20c'],
  ])('%s', (url, expected) => {
    expect(createRedactor().request(requestWith({ url })).url).toBe(expected);
  });

  test('other keys in a query stay distinct', () => {
    const scrub = (key: string): string => createRedactor().request(requestWith({ url: `/http/store?key=${key}` })).url;
    expect(scrub('first')).toMatch(/^\/http\/store\?key=redacted-[0-9a-f]{8}$/);
    expect(scrub('first')).not.toBe(scrub('second'));
  });

  test('a form gives up its secrets and keeps the rest', () => {
    const headers: HeaderList = [['content-type', 'application/x-www-form-urlencoded']];
    const form = requestWith({ headers, body: 'grant_type=x&client_secret=s3cr3t&to=jane%40example.com&n=1' });
    expect(bodyOf(createRedactor().request(form))).toMatch(
      /^grant_type=x&client_secret=redacted-[0-9a-f]{8}&to=redacted-[0-9a-f]{8}@redacted\.invalid&n=1$/,
    );
  });
});

describe('bodies', () => {
  test('a card may be a JSON number, and stays one that a double can hold', () => {
    const after = JSON.parse(scrubBody('{"card":4111111111111111,"text":"4111 1111 1111 1111"}')) as { card: number; text: string };
    expect(after.card).not.toBe(4111111111111111);
    expect(Number.isSafeInteger(after.card)).toBe(true);
    expect(String(after.card)).toBe(after.text);
  });

  test('a card may follow another number, and be followed by one', () => {
    const expected = createRedactor().text('4111 1111 1111 1111');
    expect(createRedactor().text('room 1204 4111 1111 1111 1111 12/27')).toBe(`room 1204 ${expected} 12/27`);
    expect(createRedactor().text('[1,4111111111111111,2]')).toBe(`[1,${expected},2]`);
  });

  test('a key without a form is known by the name of its member', () => {
    const scrubbed = scrubBody('{"headers":{"X-Api-Key":"opaque12345"},"access_token":"opaque\\u002d12345","token":"opaque12345"}');
    expect(JSON.parse(scrubbed)).toEqual({
      headers: { 'X-Api-Key': expect.stringMatching(/^\[redacted:api-key:[0-9a-f]{8}\]$/) as string },
      access_token: expect.stringMatching(/^\[redacted:api-key:[0-9a-f]{8}\]$/) as string,
      token: 'opaque12345',
    });
  });

  test.each([
    ['password', 'letmein', 'password'],
    ['dbPassword', 'hunter2!', 'password'],
    ['user_passwd', 'pa!ss#w0rd', 'password'],
    ['pwd', 'a1b2', 'password'],
    ['passphrase', 'correct-horse', 'password'],
    ['token', '9944b09199c62bcf9418ad846dd0e4bb', 'api-key'],
    ['secret', 'c2VjcmV0LXNlY3JldC0xMjM=', 'api-key'],
    ['webhookSecret', 'opaque12345', 'api-key'],
    ['id_token', 'opaque12345', 'api-key'],
    ['idToken', 'opaque12345', 'api-key'],
    ['access_token', 'opaque12345', 'api-key'],
    ['refresh_token', 'opaque12345', 'api-key'],
    ['client_secret', 'opaque12345', 'api-key'],
    ['AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'api-key'],
    ['x-api-token', 'opaque12345', 'api-key'],
    ['Authorization', 'Token 9944b09199c62bcf', 'authorization'],
    ['authorization', '9944b09199c62bcf', 'authorization'],
  ])('the member %s gives up %s, also in JSON within JSON, in a query and as a variable in a text', (name, value, detector) => {
    const member = JSON.stringify({ [name]: value });
    for (const body of [member, JSON.stringify({ arguments: member }), JSON.stringify({ stdout: member })]) {
      const scrubbed = scrubBody(body);
      expect(scrubbed).not.toContain(value);
      expect(scrubbed).toContain(`[redacted:${detector}:`);
      expect(scrubBody(scrubbed)).toBe(scrubbed);
    }
    if (detector === 'authorization') return;
    expect(createRedactor().request(requestWith({ url: `/http/api/a?${name.toLowerCase()}=${encodeURIComponent(value)}&n=1` })).url).toMatch(
      /=(?:redacted-|\[redacted:password:)[0-9a-f]{8}\]?&n=1$/,
    );
    if (/\d/.test(value) && value.length > 5) expect(createRedactor().text(`export ${name}=${value}`)).toContain(`[redacted:${detector}:`);
  });

  test('log probabilities do not spell the secret once more', () => {
    const tokens = ['jane', '@exam', 'ple', '.com'];
    const content = tokens.map((token) => ({ token, bytes: [...Buffer.from(token)], top_logprobs: [{ token, logprob: -0.1 }] }));
    const body = JSON.stringify({ choices: [{ message: { content: 'jane@example.com' }, logprobs: { content } }] });
    const scrubbed = bodyOf(createRedactor().response(responseWith([body])));
    expect(scrubbed).not.toMatch(/"(?:jane|@exam|ple|\.com)"|106,97/);
    const clean = responseWith([body.replace('jane@example.com', 'jane')]);
    expect(createRedactor().response(clean)).toBe(clean);
  });

  test('a value that every event repeats is not read as one long text', () => {
    const events = 'data: {"user":"jane@example.com","n":1}\n\n'.repeat(3);
    const scrubbed = bodyOf(createRedactor().response(responseWith([events])));
    expect(scrubbed.match(/"user":"redacted-57e27ccd@redacted\.invalid"/g)).toHaveLength(3);
  });

  test('two choices streamed side by side are two texts', () => {
    const event = (index: number, content: string): string => `data: {"choices":[{"delta":{"content":"${content}"},"index":${index}}]}\n\n`;
    const stream = event(0, 'jane@exa') + event(1, 'no@') + event(0, 'mple.com') + event(1, 'mention');
    const scrubbed = bodyOf(createRedactor().response(responseWith([stream])));
    expect(scrubbed).toContain('redacted-57e27ccd@redacted.invalid');
    expect(scrubbed).toContain('"no@"');
    expect(scrubbed).toContain('"mention"');
  });

  test('two blocks streamed side by side are two texts, whatever tells them apart', () => {
    const marks = [{ index: 0 }, { index: 1 }, { output_index: 0, content_index: 1 }, { item_id: 'a' }, { type: 'x' }];
    const event = (mark: object, delta: string): string => `data: ${JSON.stringify({ ...mark, delta })}\n\n`;
    const stream = marks.map((mark, place) => event(mark, `jane${place}@exa`)).join('') + marks.map((mark) => event(mark, 'mple.com')).join('');
    const scrubbed = bodyOf(createRedactor().response(responseWith([stream])));
    for (const place of marks.keys()) expect(scrubbed).toContain(createRedactor().text(`jane${place}@example.com`));
    expect(scrubbed).not.toMatch(/@exa|mple/);
  });

  test('a stream that breaks off in a string or in a character is read to its end', () => {
    const stream = Buffer.from(
      'data: {"choices":[{"delta":{"content":"jane@example.com é"}}]}\n\ndata: {"choices":[{"delta":{"content":" jürgen@example.com é',
    );
    const scrubbed = createRedactor().response({ ...responseWith([stream.subarray(0, -1)]), ending: 'aborted' });
    expect(bodyOf(scrubbed)).not.toMatch(/jane|rgen/);
    expect(bodyOf(scrubbed)).toContain(createRedactor().text('jürgen@example.com'));
    expect(Buffer.from(scrubbed.chunks[0]!).subarray(-2)).toEqual(stream.subarray(-3, -1));
  });

  test('bytes that are no text survive beside a secret', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe, 0x00]), Buffer.from('mail jane@example.com!'), Buffer.from([0x80, 0xc3])]);
    const scrubbed = createRedactor().request({ ...requestWith({}), body: bytes }).body;
    expect([...scrubbed.subarray(0, 3)]).toEqual([0xff, 0xfe, 0x00]);
    expect([...scrubbed.subarray(-3)]).toEqual([0x21, 0x80, 0xc3]);
    expect(Buffer.from(scrubbed).toString('latin1')).toContain('mail redacted-57e27ccd@redacted.invalid!');
  });

  test('chunks keep their number, and their borders outside secrets', () => {
    const chunks = ['data: {"a":"h\u00e9 ja', 'ne', '@example.com b"}\n', '\n'];
    const scrubbed = createRedactor().response(responseWith(chunks));
    expect(scrubbed.chunks.map((chunk) => Buffer.from(chunk).toString())).toEqual([
      'data: {"a":"h\u00e9 redacted-57e27ccd@redacted.invalid',
      '',
      ' b"}\n',
      '\n',
    ]);
  });

  test('content-length follows the body, and only then', () => {
    const body = '{"to":"jane@example.com"}';
    const scrubbed = createRedactor().request(requestWith({ body, headers: [['Content-Length', String(body.length)]] }));
    expect(scrubbed.headers).toEqual([['Content-Length', String(scrubbed.body.length)]]);
    const stale = requestWith({ body: '{}', headers: [['content-length', '999']] });
    expect(createRedactor().request(stale)).toBe(stale);
  });

  test('a message without secrets is the same object', () => {
    const request = requestWith({ body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hello <b> "x" \u00e9\n' }] }) });
    expect(createRedactor().request(request)).toBe(request);
    for (const write of Object.values(textStreams)) {
      const response = responseWith([write(['hello ', 'world', '@', ' home'])]);
      expect(createRedactor().response(response)).toBe(response);
    }
  });
});

test.each([
  ['a time in milliseconds', '{"at":1719792000123,"ns":1719792000123456789}'],
  ['ids', '"chatcmpl-AbC123dEf456GhI789jKl012MnO345 call_9aBcDeFgHiJkLmNoPqRsTuVw toolu_01A09q90qw90lq917835lq9 msg_013Zva2CMHLNnXjNJJKqJ2EF"'],
  ['a UUID', '"4b7c1f60-4111-4111-8111-411111111111 550e8400-e29b-41d4-a716-446655440000"'],
  ['hashes', `"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="`],
  ['an image', `{"url":"data:image/png;base64,${Buffer.from(Array.from({ length: 600 }, (_, index) => (index * 167) % 251)).toString('base64')}"}`],
  ['an embedding', '{"embedding":[0.4111111111111111,-0.0041111111111111111,4.111111111111111e-2,-0.023064255]}'],
  ['a longer number', '"41111111111111111111111 x4111111111111111 4111111111111111x 3.4111111111111111"'],
  ['a number with a wrong checksum, and one without issuer', '"4111111111111112 9999999999999995"'],
  ['mentions and packages', '"@jane thanks, npm i @scope/name pkg@1.2.3 react@18.3.1-beta.one user@host icon@2x.png"'],
  ['decorators and remotes', JSON.stringify('\n@app.route("/")\n@pytest.mark.slow\ngit clone git@github.com:a/b.git ssh://git@github.com/a/b')],
  ['words', '"bearer authentication, Bearer <token>, Basic knowledge of basic programming, a task-oriented risk-free sk-learn, token usage"'],
  ['words that look like more', '"Bearer authentication-mechanisms, Basic Zm9vYmFyYmF6, task-oriented-programming-2024, sk-learn-made-very-simple"'],
  [
    'placeholders in documentation',
    '"Authorization: Bearer $OPENAI_API_KEY or Bearer YOUR_API_KEY, x-api-key: YOUR_API_KEY, sk-..., sk-your-api-key"',
  ],
  ['three parts that are no token', '"eyJoZWxsbyI6IndvcmxkIn0.eyJhIjoxfQ.c2ln a.b.c"'],
  ['a public key', JSON.stringify(`-----BEGIN PUBLIC KEY-----\n${'A'.repeat(64)}\n-----END PUBLIC KEY-----`)],
  ['a schema', '{"properties":{"api_key":{"type":"string"},"access_token":{"type":"string","description":"the token=..."}},"max_tokens":12345678}'],
  [
    'names that only resemble those of secrets',
    '{"max_tokens":12345678,"token_count":"1234567890123456","next_page_token":"CAUQAA1234567890abcdef","pageToken":"CAUQAA1234567890abcdef","usage":{"prompt_tokens":12,"total_tokens":"1234567890ABCDEFG"},"stop_token":"<|end|>","prompt_cache_key":"tenant-1234567890","primary_key":"id-1234567890123"}',
  ],
  [
    'a schema whose properties have the names of secrets',
    '{"properties":{"token":{"type":"string"},"password":{"type":"string","minLength":12},"secret":{"$ref":"#/defs/1234567890abcdef"}},"required":["token","password"],"short":{"password":"string","token":"string"}}',
  ],
  [
    'words about passwords',
    '"Forgot your password? password: required. Enter the token: it is in the mail. PWD=/home/jane1/work, password=$DB_PASSWORD1, secret: see vault"',
  ],
  ['words for passwords in members', '{"password":"at least 12 characters","pwd":"/home/jane1/work","passwd":"********","passphrase":"${PASS1}"}'],
  ['a token of a text', '{"logprobs":[{"token":" international","logprob":-0.1}],"token":"ERC20-USDT"}'],
  ['a thinking signature', '{"type":"signature_delta","signature":"EqoBCkgIARABGAIiQL2UoU0b1OHYi+yCHpBY7U6FQW8/FcoLewocJQPa2HnmLM+NECy50y44F"}'],
])('%s is left alone', (_what, body) => {
  expect(scrubBody(body)).toBe(body);
  expect(bodyOf(createRedactor().response(responseWith([`data: ${body}\n\n`])))).toBe(`data: ${body}\n\n`);
});

test('scrubbing twice is scrubbing once, on any mixture of secrets, placeholders and their torn pieces', () => {
  const secrets = ['jane@example.com', '4111 1111 1111 1111', 'Bearer ', 'abc12345', 'https://', 'u:p@', '?key=', 'sk-', 'proj-1234567890abcdef'];
  const framing = ['\\n', '"', '{"a":', ' ', '@', '.com', '%40', '\\u0040', 'api-key: ', '-----BEGIN PRIVATE KEY-----'];
  const placeholders = ['[redacted:', 'e-mail:', '0a1b2c3d]', 'redacted-0a1b2c3d', '@redacted.invalid', '8888'];
  const fragment = fc.constantFrom(...secrets, ...framing, ...placeholders);
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 12 }), fc.boolean(), (fragments, isJson) => {
      const body = isJson ? JSON.stringify({ text: fragments.join('') }) : fragments.join('');
      const once = scrubBody(body);
      expect(scrubBody(once)).toBe(once);
      const text = createRedactor([{ name: 'hex', pattern: '[0-9a-f]{4,}' }]).text(body);
      expect(createRedactor([{ name: 'hex', pattern: '[0-9a-f]{4,}' }]).text(text)).toBe(text);
    }),
    { seed: 11, numRuns: 3000 },
  );
});

test('counts tell how many different secrets were replaced, and nothing of them', () => {
  const redactor = createRedactor();
  redactor.request(requestWith({ body: '{"a":"jane@example.com","b":"jane@example.com max@example.com"}', headers: [['cookie', 'a=b']] }));
  redactor.text('jane@example.com');
  expect(redactor.counts()).toEqual({ 'e-mail': 2, cookie: 1 });
});

describe('what the user declares', () => {
  test('is replaced everywhere, also as a number and across deltas', () => {
    const redactor = createRedactor([
      { name: 'employee', pattern: 'EMP-\\d{6}' },
      { name: 'account-number', pattern: '\\b77\\d{8}\\b' },
    ]);
    const body = bodyOf(redactor.request(requestWith({ body: '{"a":"EMP-123456","b":7712345678,"c":7712345678.5}' })));
    expect(JSON.parse(body)).toMatchObject({
      a: expect.stringMatching(/^\[redacted:employee:[0-9a-f]{8}\]$/) as string,
      b: expect.any(Number) as number,
    });
    expect(body).not.toContain('7712345678');
    const stream = textStreams['Anthropic text_delta']!(['EMP-', '123456']);
    expect(bodyOf(redactor.response(responseWith([stream])))).not.toMatch(/EMP-|123456/);
  });

  test('replaces overlapping finds as one, and numbers by strings where they must', () => {
    const redactor = createRedactor([
      { name: 'one', pattern: 'abc-def' },
      { name: 'other', pattern: 'def-ghij' },
      { name: 'price', pattern: '12\\.5\\d*' },
    ]);
    expect(redactor.text('<abc-def-ghij>')).toMatch(/^<\[redacted:other:[0-9a-f]{8}\]>$/);
    const body = bodyOf(redactor.request(requestWith({ body: '{"a":-12.53,"b":[12.5]}' })));
    expect(JSON.parse(body)).toEqual({
      a: expect.stringMatching(/^-\[redacted:price:/) as string,
      b: [expect.stringMatching(/^\[redacted:price:/) as string],
    });
  });

  test.each([
    ['an invalid expression', { name: 'x', pattern: '(' }, /"x"/],
    ['one that matches nothing', { name: 'y', pattern: 'a*' }, /"y".*empty/],
    ['one that matches a place', { name: 'y', pattern: '\\b' }, /"y".*empty/],
    ['a name that breaks the placeholder', { name: 'a]b', pattern: 'a' }, /"a\]b"/],
    ['the name of a detector', { name: 'e-mail', pattern: 'a' }, /"e-mail"/],
  ])('%s is refused', (_what, pattern, message) => {
    expect(() => createRedactor([pattern])).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION_INVALID', message: expect.stringMatching(message) as string }),
    );
  });

  test('a detector can be disabled by its name, a wrong name is refused', () => {
    const redactor = createRedactor([], { disabled: ['e-mail', 'cookie'] });
    const request = requestWith({ body: '{"a":"jane@example.com"}', headers: [['cookie', 'a=b']] });
    expect(redactor.request(request)).toBe(request);
    expect(() => createRedactor([], { disabled: ['email'] })).toThrow(expect.objectContaining({ code: 'CONFIGURATION_INVALID' }));
  });
});
