import type { Endpoint } from '../endpoint.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import { geminiGenerate } from './gemini-generate.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiEmbeddings } from './openai-embeddings.ts';
import { openaiResponses } from './openai-responses.ts';

export const endpoints: readonly Endpoint[] = [openaiChat, openaiResponses, openaiEmbeddings, anthropicMessages, geminiGenerate];
