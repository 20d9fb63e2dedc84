import { pathOf } from '../domain/http.ts';
import { writeAnthropicError } from './anthropic-messages/error.ts';
import { startMessageFold } from './anthropic-messages/fold.ts';
import { readMessagesRequest, writeMessagesRequest } from './anthropic-messages/request.ts';
import { readMessageBody, writeMessageBody } from './anthropic-messages/response.ts';
import { messageErrorEvent, splitMessageBody } from './anthropic-messages/split.ts';
import { anthropicTroubles } from './anthropic-messages/troubles.ts';
import { answers } from './answers.ts';
import type { Dialect } from './dialect.ts';
import { readError } from './read-error.ts';

const paths: readonly string[] = ['/anthropic/v1/messages', '/anthropic/messages'];

/** Anthropic Messages. */
export const anthropicMessages: Dialect = {
  name: 'anthropic-messages',
  operation: 'chat',
  argumentsAreText: 'in-streams',
  recognises: ({ method, url }) => method === 'POST' && paths.includes(pathOf(url)),
  readRequest: readMessagesRequest,
  writeRequest: writeMessagesRequest,
  ...answers({
    readBody: readMessageBody,
    writeBody: writeMessageBody,
    readError,
    writeError: writeAnthropicError,
    stream: { startFold: startMessageFold, split: splitMessageBody, errorEvent: messageErrorEvent },
    troubles: anthropicTroubles,
    jsonType: 'application/json',
    streamType: 'text/event-stream; charset=utf-8',
  }),
};
