/**
 * Characters that no reader can see, or that change how others are read: controls, format characters (bidirectional overrides, zero-width ones,
 * tags), line and paragraph separators, lone surrogates, noncharacters, fillers and variation selectors. Agents' words are hostile: an override shows
 * one order and means another, and tags and selectors carry whole hidden sentences.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800]/gu;
const invisibleOrJoiner = new RegExp(
  [
    // What belongs to an emoji, or to a script that is spelled with joiners, stays as it is.
    '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}0-9#*])\\uFE0F',
    '(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\uFE0F])\\u200D(?=\\p{Extended_Pictographic})',
    '(?<=[\\p{scx=Arab}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Mlym}\\p{scx=Sinh}\\p{scx=Knda}\\p{scx=Telu}])[\\u200C\\u200D](?=[\\p{scx=Arab}\\p{scx=Deva}\\p{scx=Beng}\\p{scx=Mlym}\\p{scx=Sinh}\\p{scx=Knda}\\p{scx=Telu}])',
    `(${invisible.source})`,
  ].join('|'),
  'gu',
);

/** Most texts have none of these, and need no closer look. */
const beyondPrintableAscii = /[^\x20-\x7e\n\t]/;
const runsBeyondPrintableAscii = /[^\x20-\x7e\n]+/g;

/**
 * Text of several lines with everything invisible spelled out; line feeds and tabs stay.
 *
 * @example visibleText('a\u202Eb') === 'a⟪U+202E⟫b'
 */
export function visibleText(text: string): string {
  if (!beyondPrintableAscii.test(text)) return text;
  return text.replace(invisibleOrJoiner, (found, hidden: string | undefined) =>
    hidden === undefined || found === '\n' || found === '\t' ? found : spell(found),
  );
}

/** Text for one line: as `visibleText`, and line feeds and tabs are spelled out too. */
export function visibleLine(text: string): string {
  return visibleText(text).replace(/[\n\t]/g, spell);
}

/** The same characters as `\uXXXX`, for the inside of JSON strings: the data stays, but no terminal obeys it. */
export function escapeInvisibleInJson(json: string): string {
  return json.replace(runsBeyondPrintableAscii, (run) =>
    run.replace(invisible, (found) => [...Array(found.length).keys()].map((index) => `\\u${hex(found.charCodeAt(index))}`).join('')),
  );
}

/** The first characters of a text, and how many were left out; a pair of surrogates is never torn. */
export function cutText(text: string, charactersMax: number): { readonly text: string; readonly leftOut: number } {
  if (text.length <= charactersMax) return { text, leftOut: 0 };
  const last = text.charCodeAt(charactersMax - 1);
  const end = last >= 0xd800 && last <= 0xdbff ? charactersMax - 1 : charactersMax;
  return { text: text.slice(0, end), leftOut: text.length - end };
}

function spell(character: string): string {
  return `⟪U+${hex(character.codePointAt(0)!)}⟫`;
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0');
}
