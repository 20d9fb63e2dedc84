import type { HttpRequest } from '../domain/http.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import type { Dialect } from './dialect.ts';
import { geminiEmbeddings } from './gemini-embeddings.ts';
import { gemini } from './gemini.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiEmbeddings } from './openai-embeddings.ts';
import { openaiResponses } from './openai-responses.ts';

export type { Dialect } from './dialect.ts';

/** Every dialect that is spoken here; a new one is one file and one line in this list. */
export const dialects: readonly Dialect[] = [openaiChat, openaiResponses, openaiEmbeddings, anthropicMessages, gemini, geminiEmbeddings];

/** The dialect of a request, decided by its method and path; undefined for plain HTTP, which is recorded as it is. */
export function dialectFor(request: Pick<HttpRequest, 'method' | 'url'>): Dialect | undefined {
  return dialects.find((dialect) => dialect.recognises(request));
}

/** The dialect of that name, as cassettes keep it; undefined where no such dialect is spoken here. */
export function dialectNamed(name: string): Dialect | undefined {
  return dialects.find((dialect) => dialect.name === name);
}
