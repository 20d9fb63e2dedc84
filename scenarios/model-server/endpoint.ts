import type { IncomingHttpHeaders } from 'node:http';
import type { Conversation, Reply } from './conversation.ts';

/** A company whose API this server speaks: how it knows its customers, words its errors and marks its answers. */
export interface Provider {
  readonly name: string;
  readonly prefix: string;
  readonly models: RegExp;
  hasKey(headers: IncomingHttpHeaders, url: URL): boolean;
  missingKey: { readonly status: number; readonly message: string };
  error(status: number, message: string, digest: string): unknown;
  headers(digest: string): Readonly<Record<string, string>>;
}

export interface Ask {
  readonly url: URL;
  readonly body: unknown;
  /** A hash of the path and the body; every identifier in the answer comes from it. */
  readonly digest: string;
  readonly decide: (conversation: Conversation) => Reply;
}

export type Answer =
  { readonly kind: 'json'; readonly json: unknown } | { readonly kind: 'frames'; readonly frames: readonly string[]; readonly contentType: string };

/** One URL of one provider. */
export interface Endpoint {
  readonly provider: Provider;
  readonly path: RegExp;
  answer(ask: Ask): Answer;
}

export function json(value: unknown): Answer {
  return { kind: 'json', json: value };
}

export function eventStream(frames: readonly string[]): Answer {
  return { kind: 'frames', frames, contentType: 'text/event-stream; charset=utf-8' };
}
