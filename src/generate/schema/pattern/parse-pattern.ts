/** A regular expression, as far as drawing texts needs it. */
export type PatternPart =
  /** One of these characters, the plainest first. */
  | { readonly kind: 'character'; readonly characters: readonly string[] }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternPart[] }
  | { readonly kind: 'choice'; readonly ways: readonly PatternPart[] }
  | { readonly kind: 'repeat'; readonly part: PatternPart; readonly min: number; readonly max: number }
  | { readonly kind: 'group'; readonly number: number; readonly name: string | undefined; readonly part: PatternPart }
  | { readonly kind: 'same-as'; readonly group: number | string }
  /** `^`, `$`, `\b`, looking ahead or behind: they add no text, and whether they hold is seen afterwards. */
  | { readonly kind: 'condition'; readonly anchor: 'start' | 'end' | undefined };

const plain = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const punctuation = ' -_.,:;/@#+*=!?%&$~^|\'"`()[]{}<>\\';
const others = '\t\n\r\v\f\u00a0éßñÜλЖ中日あ한א😀\u2028\u0000\u001b';
const pool: readonly string[] = Array.from(plain + punctuation + others);

/** Parses what `new RegExp(source, 'u')` has accepted. */
export function parsePattern(source: string): PatternPart {
  const characters = Array.from(source);
  let at = 0;
  let groups = 0;

  const choice = (): PatternPart => {
    const ways = [sequence()];
    while (characters[at] === '|') {
      at++;
      ways.push(sequence());
    }
    return ways.length === 1 ? ways[0]! : { kind: 'choice', ways };
  };

  const sequence = (): PatternPart => {
    const parts: PatternPart[] = [];
    while (at < characters.length && characters[at] !== '|' && characters[at] !== ')') parts.push(repeated(atom()));
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
  };

  const atom = (): PatternPart => {
    const character = characters[at]!;
    if (character === '^' || character === '$') {
      at++;
      return { kind: 'condition', anchor: character === '^' ? 'start' : 'end' };
    }
    if (character === '(') return group();
    if (character === '[') return oneOf(take(classEnd()));
    if (character === '\\') return escape();
    at++;
    return character === '.' ? oneOf('.') : { kind: 'character', characters: [character] };
  };

  const group = (): PatternPart => {
    at++;
    const rest = characters.slice(at, at + 80).join('');
    const looking = /^\?<?[=!]/.exec(rest)?.[0];
    const named = /^\?<([^>]+)>/.exec(rest);
    // Modifiers (`(?i:…)`) are left to the look afterwards.
    const plainGroup = /^\?[a-z-]*:/.exec(rest)?.[0];
    at += Array.from(looking ?? named?.[0] ?? plainGroup ?? '').length;
    const number = looking === undefined && plainGroup === undefined ? ++groups : 0;
    const part = choice();
    at++;
    if (looking !== undefined) return { kind: 'condition', anchor: undefined };
    return number === 0 ? part : { kind: 'group', number, name: named?.[1], part };
  };

  const escape = (): PatternPart => {
    const rest = characters.slice(at, at + 80).join('');
    const same = /^\\(?:k<([^>]+)>|([1-9]\d*))/.exec(rest);
    if (same !== null) {
      at += Array.from(same[0]).length;
      return { kind: 'same-as', group: same[1] ?? Number(same[2]) };
    }
    if (/^\\[bB]/.test(rest)) {
      at += 2;
      return { kind: 'condition', anchor: undefined };
    }
    const text = (/^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[a-zA-Z]|.)/su.exec(rest) ?? [rest])[0];
    return oneOf(take(at + Array.from(text).length));
  };

  const repeated = (part: PatternPart): PatternPart => {
    const rest = characters.slice(at, at + 40).join('');
    const quantifier = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(rest);
    if (quantifier === null) return part;
    at += quantifier[0].length;
    const [, sign, low, comma, high] = quantifier;
    const min = sign === undefined ? Number(low) : sign === '+' ? 1 : 0;
    const max = sign === '?' ? 1 : sign !== undefined || (comma !== undefined && high === '') ? Infinity : comma === undefined ? min : Number(high);
    return { kind: 'repeat', part, min, max };
  };

  const classEnd = (): number => {
    let end = at + 1;
    while (end < characters.length && characters[end] !== ']') end += characters[end] === '\\' ? 2 : 1;
    return end + 1;
  };

  const take = (end: number): string => {
    const text = characters.slice(at, end).join('');
    at = end;
    return text;
  };

  return choice();
}

const known = new Map<string, readonly string[]>();

/** The characters of a class or an escape: Node's own engine says which, of a pool, and where the pool has none, of all. */
function oneOf(source: string): PatternPart {
  let characters = known.get(source);
  if (characters === undefined) {
    const test = new RegExp(`^(?:${source})$`, 'u');
    const found = pool.filter((character) => test.test(character));
    known.set(source, (characters = found.length > 0 ? found : firstOfAll(test)));
  }
  return { kind: 'character', characters };
}

function firstOfAll(test: RegExp): readonly string[] {
  const found: string[] = [];
  for (let point = 0; point <= 0x10ffff && found.length < 40; point++) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const character = String.fromCodePoint(point);
    if (test.test(character)) found.push(character);
  }
  return found;
}
