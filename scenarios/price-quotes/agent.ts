// Quotes a price: the smallest agent with tools, no model, and tools that cannot be relied on.
import { sleep } from '../reference/deadline.ts';
import { callTool, type ToolReply } from '../reference/tools.ts';

/** What a quote is made with; each broken twin replaces one. */
export interface QuoteParts {
  /** Reads the price; whatever happens is a reply. */
  price(article: string): Promise<ToolReply>;
  /** The price as the letter box takes it. */
  amountOf(reply: ToolReply): unknown;
  /** What is said where there is no price. */
  unpriced(article: string, reply: ToolReply): unknown;
}

export const soundParts: QuoteParts = {
  async price(article) {
    const first = await callTool('get_price', { article });
    if (first.status !== 'temporary_error') return believable(first);
    // A tool that asks for patience gets it, once.
    await sleep(first.retryAfterMs ?? 1000);
    return believable(await callTool('get_price', { article }));
  },
  amountOf: ({ data }) => data['price_eur'],
  unpriced: (article, { status, errorCode, message }) => ({
    status: 'failed',
    article,
    tried: 'The price was asked for; nothing was sent.',
    error: errorCode ?? status,
    why: message ?? 'The price list gave no answer.',
    next: 'A person looks the price up and sends the quote.',
  }),
};

/** A price is a number above zero: what says otherwise, whatever it calls itself, is no answer. */
function believable(reply: ToolReply): ToolReply {
  const price = reply.data['price_eur'];
  if (reply.status !== 'success' || (typeof price === 'number' && price > 0)) return reply;
  return { status: 'permanent_error', data: {}, message: 'The price list answered, but with no price.' };
}

export async function quote(article: string, { price, amountOf, unpriced }: QuoteParts): Promise<unknown> {
  const reply = await price(article);
  if (reply.status !== 'success') return unpriced(article, reply);
  const amount = amountOf(reply);
  // The same key whenever this price is quoted for this article: after a crash the letter box knows what it has sent.
  const sent = await callTool('send_quote', { article, price_eur: amount }, { key: `quote-${article}-${String(amount)}` });
  return sent.status === 'success' ? { status: 'sent', article, quote: sent.data['quote'], price_eur: amount } : unpriced(article, sent);
}

export default (article: string): Promise<unknown> => quote(article, soundParts);
