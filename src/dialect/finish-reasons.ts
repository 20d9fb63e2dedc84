import type { ChatResponse, FinishReason } from '../domain/chat.ts';

/** The provider's words for why an answer ended; the first word for a reason is the one that is written. */
export type FinishWords = Readonly<Record<string, FinishReason>>;

/** Why an answer ended, from the provider's word. */
export function readFinish(words: FinishWords, raw: string): { readonly reason: FinishReason; readonly raw: string } {
  return { reason: Object.hasOwn(words, raw) ? words[raw]! : 'other', raw };
}

/**
 * The provider's word for why an answer ended: its own where it is known here (or means something that has no other word), else the usual one for
 * the reason. A whole answer that does not say why gets the ordinary word.
 */
export function writeFinish(words: FinishWords, response: ChatResponse): string | undefined {
  const { finish } = response;
  if (finish === undefined && !response.complete) return undefined;
  const ordinary = response.blocks.some(({ kind }) => kind === 'tool-call') ? 'tool-calls' : 'stop';
  const reason = finish?.reason ?? ordinary;
  if (finish !== undefined && finish.raw !== '' && (Object.hasOwn(words, finish.raw) ? words[finish.raw] === reason : reason === 'other'))
    return finish.raw;
  return Object.keys(words).find((word) => words[word] === reason) ?? Object.keys(words)[0];
}
