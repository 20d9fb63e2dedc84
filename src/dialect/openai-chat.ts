import { pathOf } from '../domain/http.ts';
import { answers } from './answers.ts';
import type { Dialect } from './dialect.ts';
import { readChatRequest, writeChatRequest } from './openai-chat/request.ts';
import { readChatBody, writeChatBody } from './openai-chat/response.ts';
import { chatErrorEvent, startChatFold, splitChatBody } from './openai-chat/stream.ts';
import { writeOpenaiError } from './openai-error.ts';
import { openaiTroubles } from './openai-troubles.ts';
import { readError } from './read-error.ts';

/** OpenAI Chat Completions, and the many servers that speak it. */
export const openaiChat: Dialect = {
  name: 'openai-chat',
  operation: 'chat',
  argumentsAreText: 'always',
  recognises: ({ method, url }) => method === 'POST' && pathOf(url) === '/openai/v1/chat/completions',
  readRequest: readChatRequest,
  writeRequest: writeChatRequest,
  ...answers({
    readBody: readChatBody,
    writeBody: writeChatBody,
    readError,
    writeError: writeOpenaiError,
    stream: { startFold: startChatFold, split: splitChatBody, errorEvent: chatErrorEvent },
    troubles: openaiTroubles,
    jsonType: 'application/json',
    streamType: 'text/event-stream; charset=utf-8',
  }),
};
