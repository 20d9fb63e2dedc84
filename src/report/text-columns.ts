const wide =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|[\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;
const widthless = /^(?:\p{Mn}|\p{Me}|\p{Cf}|\p{Emoji_Modifier})$/u;

/** How many columns of a terminal a text takes: marks none, Chinese, Japanese and Korean characters and emoji two. */
export function columnsOf(text: string): number {
  // Almost all text is ASCII, where counting is the length.
  if (/^[\x20-\x7E]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += widthless.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return columns;
}

/**
 * Breaks a line at spaces so that no piece is wider than `columnsMax`; a longer word is left whole, since paths and ids are copied. The spaces at the start
 * of the line are kept and repeated.
 */
export function wrapLine(line: string, columnsMax: number): readonly string[] {
  if (columnsOf(line) <= columnsMax) return [line];
  const indent = /^ */.exec(line)![0].slice(0, Math.max(0, columnsMax - 20));
  const pieces: string[] = [];
  let piece = '';
  for (const word of line.trim().split(' ')) {
    if (piece !== '' && columnsOf(indent + piece) + 1 + columnsOf(word) > columnsMax) {
      pieces.push(indent + piece);
      piece = word;
    } else piece = piece === '' ? word : `${piece} ${word}`;
  }
  pieces.push(indent + piece);
  return pieces;
}
