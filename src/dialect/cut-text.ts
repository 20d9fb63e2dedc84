/** Cuts a text into pieces about as long as tokens, never inside a character: the deltas of a stream. */
export function cutText(text: string): readonly string[] {
  return text.match(/\s*\S{1,12}|\s+/gu) ?? [];
}
