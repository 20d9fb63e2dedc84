import { pathOf } from '../domain/http.ts';
import type { JsonObject } from '../domain/json.ts';
import type { ProviderError } from '../domain/chat.ts';
import { answers } from './answers.ts';
import type { Dialect } from './dialect.ts';
import { writeOpenaiError } from './openai-error.ts';
import { openaiTroubles } from './openai-troubles.ts';
import { startResponsesFold } from './openai-responses/fold.ts';
import { readResponsesRequest, writeResponsesRequest } from './openai-responses/request.ts';
import { readResponsesBody, writeResponsesBody } from './openai-responses/response.ts';
import { responsesErrorEvent, responsesFailedEvent, splitResponsesBody } from './openai-responses/split.ts';
import { readError, readErrorObject } from './read-error.ts';

/** OpenAI Responses. */
export const openaiResponses: Dialect = {
  name: 'openai-responses',
  operation: 'chat',
  argumentsAreText: 'always',
  recognises: ({ method, url }) => method === 'POST' && pathOf(url) === '/openai/v1/responses',
  readRequest: readResponsesRequest,
  writeRequest: writeResponsesRequest,
  ...answers({
    readBody: readResponsesBody,
    writeBody: writeResponsesBody,
    readError: readResponsesError,
    writeError: writeOpenaiError,
    errorInBody: true,
    stream: { startFold: startResponsesFold, split: splitResponsesBody, errorEvent: responsesErrorEvent, failedEvent: responsesFailedEvent },
    troubles: openaiTroubles,
    jsonType: 'application/json',
    streamType: 'text/event-stream; charset=utf-8',
  }),
};

/** The event `error` has its words at the top. A `response` that failed has its error inside, beside what had been said: that is its body's to read. */
function readResponsesError(body: JsonObject, status: number): ProviderError | undefined {
  if (body['object'] === 'response') return undefined;
  if (body['type'] !== 'error' || body['error'] !== undefined) return readError(body, status);
  const { code = null, message = null } = body;
  return readErrorObject({ code, message }, status);
}
