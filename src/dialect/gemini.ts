import { answers } from './answers.ts';
import type { Dialect } from './dialect.ts';
import { readGeminiError, writeGeminiError } from './gemini/error.ts';
import { readGeminiPath } from './gemini/path.ts';
import { altOf, readGeminiRequest, writeGeminiRequest } from './gemini/request.ts';
import { readGeminiBody, writeGeminiBody } from './gemini/response.ts';
import { geminiErrorEvent, startGeminiFold, splitGeminiBody } from './gemini/stream.ts';
import { geminiTroubles } from './gemini/troubles.ts';

const methods: readonly string[] = ['generateContent', 'streamGenerateContent'];

/** Gemini `generateContent` and `streamGenerateContent`, which streams server-sent events with `alt=sse` and one JSON array without. */
export const gemini: Dialect = {
  name: 'gemini',
  operation: 'chat',
  argumentsAreText: 'never',
  recognises: ({ method, url }) => method === 'POST' && methods.includes(readGeminiPath(url)?.method ?? ''),
  readRequest: readGeminiRequest,
  writeRequest: writeGeminiRequest,
  ...answers({
    readBody: readGeminiBody,
    writeBody: writeGeminiBody,
    readError: readGeminiError,
    writeError: writeGeminiError,
    stream: { startFold: startGeminiFold, split: splitGeminiBody, errorEvent: geminiErrorEvent, asArray: (request) => altOf(request.url) !== 'sse' },
    troubles: geminiTroubles,
    jsonType: 'application/json; charset=UTF-8',
    streamType: 'text/event-stream',
  }),
};
