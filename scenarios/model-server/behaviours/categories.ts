/** What a message is about, by the words in it. `sure` says how much of the evidence points that way, from 0 to 1. */
export interface Category {
  readonly name: string;
  readonly urgency: 'low' | 'normal' | 'high';
  readonly sure: number;
}

const words: Readonly<Record<string, RegExp>> = {
  billing: /invoice|charged|payment|refund|price/gi,
  technical: /error|crash|log ?in|password|broken|down/gi,
  delivery: /parcel|deliver|shipping|courier|late/gi,
};

export function categorise(text: string): Category {
  const hits = Object.entries(words).map(([name, pattern]) => ({ name, count: text.match(pattern)?.length ?? 0 }));
  const best = hits.reduce((one, other) => (other.count > one.count ? other : one));
  const total = hits.reduce((sum, { count }) => sum + count, 0);
  const urgency = /urgent|twice|immediately|all our|cannot work/i.test(text) ? 'high' : /whenever|no hurry|idea/i.test(text) ? 'low' : 'normal';
  if (total === 0) return { name: 'other', urgency, sure: 0.4 };
  return { name: best.name, urgency, sure: Number((0.5 + (0.45 * best.count) / total).toFixed(2)) };
}
