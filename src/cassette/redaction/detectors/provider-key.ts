import { type Detector, findAll, hasDigit } from '../detector.ts';
import { labelled } from '../placeholder.ts';

/** Each issuer's prefix and what may follow it. A digit must occur somewhere, which keeps words such as `sk-learn-…` out. */
const shapes: readonly (readonly [issuer: string, prefix: string, rest: string])[] = [
  ['OpenAI, Anthropic, OpenRouter and their imitators', 'sk-', '[A-Za-z0-9_-]{16,}'],
  ['Cerebras', 'csk-', '[A-Za-z0-9]{20,}'],
  ['Google API', 'AIza', '[A-Za-z0-9_-]{30,}'],
  ['Google OAuth', 'ya29\\.', '[A-Za-z0-9_-]{20,}'],
  ['Groq', 'gsk_', '[A-Za-z0-9]{20,}'],
  ['xAI', 'xai-', '[A-Za-z0-9]{20,}'],
  ['Hugging Face', 'hf_', '[A-Za-z0-9]{20,}'],
  ['Perplexity', 'pplx-', '[A-Za-z0-9]{20,}'],
  ['NVIDIA', 'nvapi-', '[A-Za-z0-9_-]{20,}'],
  ['Replicate', 'r8_', '[A-Za-z0-9]{20,}'],
  ['Tavily', 'tvly-', '[A-Za-z0-9-]{16,}'],
  ['LangSmith', 'lsv2_', '[A-Za-z0-9_]{20,}'],
  ['Pinecone', 'pcsk_', '[A-Za-z0-9_]{20,}'],
  ['AWS access key', 'A[KS]IA', '[A-Z2-7]{16}(?![A-Za-z0-9])'],
  ['GitHub', 'gh[pousr]_', '[A-Za-z0-9]{20,}'],
  ['GitHub, fine-grained', 'github_pat_', '[A-Za-z0-9_]{20,}'],
  ['GitLab', 'glpat-', '[A-Za-z0-9_-]{20,}'],
  ['Slack', 'xox[abeoprs]-', '[A-Za-z0-9-]{10,}'],
  ['Slack app', 'xapp-', '[A-Za-z0-9-]{10,}'],
  ['Stripe', '[sr]k_(?:live|test)_', '[A-Za-z0-9]{10,}'],
  ['Stripe webhook', 'whsec_', '[A-Za-z0-9]{20,}'],
  ['SendGrid', 'SG\\.', '[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}'],
  ['npm', 'npm_', '[A-Za-z0-9]{30,}'],
];

const forms = shapes.map(([, prefix, rest]) => prefix + rest);
// Not in the middle of a word: `task-…` and `risk-…` are no keys.
const expression = new RegExp(`(?<![A-Za-z0-9])(?:${forms.join('|')})`, 'g');

// Searching for the sign that ends most prefixes, and looking back from it, takes a third of the time of searching for all prefixes. What stands
// before a key is left out: in JSON it may be the letter of an escape.
const prefixes = shapes.map(([, prefix]) => prefix);
const signed = prefixes.filter((prefix) => /[-_.]$/.test(prefix));
const unsigned = prefixes.filter((prefix) => !/[-_.]$/.test(prefix));
const hint = new RegExp(`(?:[-_.](?<=${signed.join('|')})|${unsigned.join('|')})[A-Za-z0-9_-]{10}`);

/** Keys that tell their issuer by a prefix: model providers, clouds, code hosts, payment and mail services. */
export const providerKey: Detector = {
  name: 'provider-key',
  hint,
  find: (text) => findAll(expression, text, hasDigit),
  placeholder: (secret) => labelled('provider-key', secret),
};
