import { createHash } from 'node:crypto';
import { json, type Endpoint } from '../endpoint.ts';
import { asList, asObject, asString } from '../json.ts';
import { tokens } from '../pieces.ts';
import { openai } from '../providers.ts';
import { badRequest } from '../refusal.ts';

/** OpenAI embeddings: small vectors in which texts that share words lie near each other. */
export const openaiEmbeddings: Endpoint = {
  provider: openai,
  path: /^\/openai\/v1\/embeddings$/,
  answer({ body }) {
    const request = asObject(body, 'body');
    const model = asString(request['model'], 'model');
    const given = request['input'];
    const input = typeof given === 'string' ? [given] : asList(given, 'input').map((text, index) => asString(text, `input[${index}]`));
    if (input.length === 0) throw badRequest("Invalid 'input': expected at least one text.");
    const dimensions = request['dimensions'] ?? 64;
    if (typeof dimensions !== 'number' || !Number.isInteger(dimensions) || dimensions < 1 || dimensions > 1536)
      throw badRequest("Invalid 'dimensions'.");
    const data = input.map((text, index) => {
      const vector = embed(text, dimensions);
      // The openai SDK asks for base64 unless told otherwise, and decodes it itself.
      const embedding = request['encoding_format'] === 'base64' ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector;
      return { object: 'embedding', index, embedding };
    });
    const used = tokens(input.join(' '));
    return json({ object: 'list', data, model, usage: { prompt_tokens: used, total_tokens: used } });
  },
};

/** Each word, cut to its stem, adds one to the dimension its hash names; short words say too little to count. */
function embed(text: string, dimensions: number): readonly number[] {
  const vector: number[] = Array.from({ length: dimensions }, () => 0);
  for (const word of text.toLowerCase().match(/\p{L}{4,}/gu) ?? []) {
    const at = createHash('sha256').update(word.slice(0, 5)).digest().readUInt32BE(0) % dimensions;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => Number((value / length).toFixed(6)));
}
