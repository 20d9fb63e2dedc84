import { RehearsalFailure } from '../../domain/failure.ts';
import { bodyText, decodeUtf8, type HeaderList, headerValue, type HttpRequest, type HttpResponse, joinChunks } from '../../domain/http.ts';
import { CleanBeginnings } from './clean-beginnings.ts';
import type { Detector } from './detector.ts';
import { detectors as builtIn } from './detectors/index.ts';
import { urlCredentials } from './detectors/url-credentials.ts';
import { userDeclared, type UserPattern } from './detectors/user-declared.ts';
import { applyEdits, type Edit } from './edit.ts';
import { scrubHeaderValue, secretHeader } from './headers.ts';
import { divideIntoLanes, type Division, laneKeys, plainLane } from './lanes.ts';
import { findSecretParameters } from './parameters.ts';
import { bare, labelledWithoutDigest } from './placeholder.ts';
import { rewriteBody, type RewrittenBody, rewriteText } from './rewrite.ts';
import { type Replacement, type Scrubbed, scrubLanes } from './scrub.ts';
import { type LookOptions, type WindowReader, type WindowSizes, windowSizes } from './window.ts';
import { type BodyStream, createBodyStream } from './body-stream.ts';

/**
 * Takes secrets out of exchanges before they reach the disk, and out of incoming requests before they are matched. Scrubbing is deterministic and
 * idempotent; what holds no secret is returned as the same object.
 */
export interface Redactor {
  /** Headers, URL and body; a `content-length` is corrected. */
  request(request: HttpRequest): HttpRequest;
  /** Headers and body, over all chunks. Their number stays; a border inside a secret moves behind its placeholder, so a chunk may become empty. */
  response(response: HttpResponse): HttpResponse;
  /** The body of a response, while it comes; the headers are made with `headers` when it has ended. */
  responseBody(headers: HeaderList, sizes?: WindowSizes): BodyStream;
  /** The headers of a response whose body is redacted apart; a `content-length` follows the body where that was changed. */
  responseHeaders(headers: HeaderList, body?: BodyStream): HeaderList;
  /** A plain text: a task, a command line, what an agent printed. */
  text(text: string): string;
  /** How many different secrets of each detector (and `account`, for headers) have been replaced so far. */
  counts(): Readonly<Record<string, number>>;
}

// An ASCII character spelled as an escape may be a part of any hint. Some encoders always write < > & ' so: these are a part of none.
const escapedCharacter = /\\u00(?!3[ceCE]|2[67])[0-7]|%(?:40|3[aAdD])/;

const harmlessLengthMax = 200;
const harmlessCountMax = 500;

/**
 * A redactor with all detectors, less the disabled ones, plus the user's.
 *
 * @example createRedactor([{ name: 'employee-id', pattern: 'EMP-\\d{6}' }]).text('ask EMP-123456') === 'ask [redacted:employee-id:4a5b6c7d]'
 * @throws RehearsalFailure CONFIGURATION_INVALID for a bad pattern, or a name that is unknown or used twice.
 */
export function createRedactor(userPatterns: readonly UserPattern[] = [], options: { disabled?: readonly string[] } = {}): Redactor {
  const disabled = new Set(options.disabled);
  rejectBadNames(userPatterns, disabled);
  return new DetectingRedactor([...userPatterns.map(userDeclared), ...builtIn.filter(({ name }) => !disabled.has(name))], disabled);
}

function rejectBadNames(userPatterns: readonly UserPattern[], disabled: ReadonlySet<string>): void {
  const known = new Set([...builtIn.map(({ name }) => name), 'account']);
  for (const name of disabled) {
    if (known.has(name)) continue;
    throw new RehearsalFailure('CONFIGURATION_INVALID', `There is no redaction detector "${name}" to disable.`, {
      hint: `The detectors are: ${[...known].join(', ')}.`,
    });
  }
  for (const { name } of userPatterns) {
    if (known.has(name)) {
      throw new RehearsalFailure('CONFIGURATION_INVALID', `The redaction pattern "${name}" has the name of another detector.`, {
        hint: 'Give it a name of its own: the name tells in the recording what was replaced.',
      });
    }
    known.add(name);
  }
}

class DetectingRedactor implements Redactor {
  private readonly detectors: readonly Detector[];
  private readonly disabled: ReadonlySet<string>;
  /** One of them matches wherever a detector could find something: the only work done on a text without secrets. */
  private readonly hints: readonly RegExp[];
  private readonly cleanBeginnings = new CleanBeginnings();
  private readonly seen = new Map<string, Set<string>>();
  /** Clients send the same headers with every request. These names do not make a secret of their value, … */
  private readonly plainNames = new Set<string>();
  /** … these values hold no secret, … */
  private readonly harmless = new Set<string>();
  /** … and these, by their label, are secrets that have been counted. */
  private readonly counted = new Map<string, string>();

  private readonly bodyReader: WindowReader = {
    divide: (text, resume) => divideIntoLanes(text, true, resume),
    look: (text, division, options) => this.look(text, division, options),
  };
  private readonly formReader: WindowReader = {
    divide: (text) => ({ ...plainLane(text), seams: Array.from(text.matchAll(/&/g), ({ index }) => index + 1) }),
    look: (text, division, options) => this.lookAtForm(text, division, options),
  };

  constructor(detectors: readonly Detector[], disabled: ReadonlySet<string>) {
    this.detectors = detectors;
    this.disabled = disabled;
    this.hints = [escapedCharacter, ...detectors.map(({ hint }) => hint)];
  }

  request(request: HttpRequest): HttpRequest {
    const url = this.url(request.url);
    const body = this.body(request.body, [], request.headers, false);
    const headers = this.headers(request.headers, body?.bytes.length);
    if (url === request.url && body === undefined && headers === request.headers) return request;
    return { ...request, url, headers, body: body?.bytes ?? request.body };
  }

  response(response: HttpResponse): HttpResponse {
    const borders: number[] = [];
    for (const chunk of response.chunks) borders.push((borders.at(-1) ?? 0) + chunk.length);
    const body = this.body(joinChunks(response.chunks), borders, response.headers, true);
    const headers = this.headers(response.headers, body?.bytes.length);
    if (body === undefined) return headers === response.headers ? response : { ...response, headers };
    return { ...response, headers, chunks: body.borders.map((end, index) => body.bytes.subarray(body.borders[index - 1] ?? 0, end)) };
  }

  responseBody(headers: HeaderList, sizes: WindowSizes = windowSizes): BodyStream {
    return createBodyStream(isForm(headers) ? this.formReader : this.bodyReader, sizes, ({ rounds }) =>
      rounds.forEach(({ edits }) => this.countAll(edits)),
    );
  }

  responseHeaders(headers: HeaderList, body?: BodyStream): HeaderList {
    return this.headers(headers, body?.isChanged === true ? body.givenBytes : undefined);
  }

  text(text: string): string {
    return this.plain(text);
  }

  counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.seen].map(([name, values]) => [name, values.size]));
  }

  private headers(headers: HeaderList, bodyLength: number | undefined): HeaderList {
    let changed = false;
    const result = headers.map((header) => {
      const [name, value] = header;
      const scrubbed = this.header(name, value, bodyLength);
      if (scrubbed === value) return header;
      changed = true;
      return [name, scrubbed] as const;
    });
    return changed ? result : headers;
  }

  private header(spelled: string, value: string, bodyLength: number | undefined): string {
    if (this.plainNames.has(spelled)) return this.plainHeader(value);
    const name = spelled.toLowerCase();
    if (name === 'content-length') return bodyLength === undefined ? value : String(bodyLength);
    const label = secretHeader(name);
    if (label === undefined || this.disabled.has(label)) {
      if (this.plainNames.size < harmlessCountMax && spelled.length <= harmlessLengthMax) this.plainNames.add(spelled);
      return this.plainHeader(value);
    }
    const scrubbed = scrubHeaderValue(name, label, value);
    if (scrubbed !== value && this.counted.get(label) !== value) {
      this.count(label, bare(value));
      this.counted.set(label, value);
    }
    return scrubbed;
  }

  private plainHeader(value: string): string {
    if (this.harmless.has(value)) return value;
    const scrubbed = this.plain(value);
    if (scrubbed === value && value.length <= harmlessLengthMax) {
      if (this.harmless.size >= harmlessCountMax) this.harmless.clear();
      this.harmless.add(value);
    }
    return scrubbed;
  }

  private url(url: string): string {
    const question = url.indexOf('?');
    return question === -1 || this.disabled.has('url-credentials')
      ? this.plain(url)
      : this.plain(this.parameters(url, question + 1, url.startsWith('/gemini/')));
  }

  /** A Gemini `key` says who asks, as a header would elsewhere: without digest, a replay with another key finds the recording. */
  private parameters(text: string, from: number, isGemini: boolean): string {
    const edits = findSecretParameters(text, from).map((span): Edit => {
      const value = text.slice(span.start, span.end);
      const isKey = isGemini && text.endsWith('key=', span.start) && !text.endsWith('_key=', span.start);
      this.count(urlCredentials.name, bare(decodeComponent(value)));
      return { ...span, replacement: isKey ? labelledWithoutDigest('api-key') : bare(decodeComponent(value)) };
    });
    return edits.length === 0 ? text : applyEdits(text, edits);
  }

  private plain(text: string): string {
    if (!this.mayHoldSecret(text)) return text;
    return rewriteText(text, (current) => this.scrub(current, plainLane(current)));
  }

  /** Undefined where nothing was found. */
  private body(bytes: Uint8Array, borders: readonly number[], headers: HeaderList, isResponse: boolean): RewrittenBody | undefined {
    if (bytes.length === 0) return undefined;
    const text = isResponse ? decodeUtf8(bytes) : bodyText(bytes);
    // In a stream a secret may be split anywhere, so that only its lanes can tell.
    const form = isForm(headers);
    if (!form && !(isResponse && looksStreamed(text)) && this.isClean(text)) return undefined;
    return rewriteBody(bytes, borders, (current) => (form ? this.formEdits(current) : this.scrub(current, divideIntoLanes(current, isResponse))));
  }

  private formEdits(text: string): readonly Edit[] {
    if (!this.disabled.has(urlCredentials.name)) {
      const scrubbed = this.parameters(text, 0, false);
      if (scrubbed !== text) return [{ start: 0, end: text.length, replacement: scrubbed }];
    }
    return this.scrub(text, plainLane(text));
  }

  private scrub(text: string, division: Division): readonly Replacement[] {
    const { edits } = scrubLanes(text, division, { detectors: this.detectors });
    this.countAll(edits);
    return edits;
  }

  private look(text: string, division: Division, options: LookOptions): Scrubbed {
    return scrubLanes(text, division, { detectors: this.detectors, ...options });
  }

  private lookAtForm(text: string, division: Division, options: LookOptions): Scrubbed {
    const edits = this.disabled.has(urlCredentials.name)
      ? []
      : findSecretParameters(text, 0).map((span) => ({
          ...span,
          replacement: bare(decodeComponent(text.slice(span.start, span.end))),
          detector: urlCredentials.name,
        }));
    if (edits.length === 0) return this.look(text, division, options);
    const spans = edits.map(({ start, end }) => ({ start, end, detector: urlCredentials, key: laneKeys.plain, isSwallowed: false, goesOn: false }));
    return { edits, spans, open: [], apart: new Set() };
  }

  private countAll(edits: readonly Replacement[]): void {
    for (const { detector, replacement } of edits) if (replacement !== '' && detector !== '') this.count(detector, replacement);
  }

  private isClean(text: string): boolean {
    if (this.mayHoldSecret(text.slice(this.cleanBeginnings.lengthIn(text)))) return false;
    this.cleanBeginnings.remember(text);
    return true;
  }

  private mayHoldSecret(text: string): boolean {
    // One after the other: joined into one expression they lose the engine's search for a literal prefix, and take four times as long.
    return this.hints.some((hint) => hint.test(text));
  }

  private count(name: string, value: string): void {
    const values = this.seen.get(name);
    if (values === undefined) this.seen.set(name, new Set([value]));
    else values.add(value);
  }
}

function isForm(headers: HeaderList): boolean {
  return headerValue(headers, 'content-type')?.includes('x-www-form-urlencoded') === true;
}

function looksStreamed(text: string): boolean {
  return !/^\s*\{/.test(text) || /[\r\n]\s*\{/.test(text);
}

function decodeComponent(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
