import { quoted } from './json.ts';

/**
 * The one text for a JSON document, as `canonicalJson` writes it, but made of the text itself, so that nothing is lost that `JSON.parse` cannot hold:
 * numbers count by their decimal value, however many digits they have, and members that stand there twice both count, in their order.
 *
 * Law (`test/cassette/key.test.ts`): two documents have the same text only where they say the same.
 *
 * @example exactCanonicalJson('{ "b": 1.0, "a": 9007199254740993 }') === '{"a":9007199254740993,"b":1}'
 * @throws SyntaxError as `JSON.parse` does.
 */
export function exactCanonicalJson(text: string): string {
  // It judges what is JSON; what follows may then take every character for what it looks like.
  JSON.parse(text);
  return new Reader(text).value();
}

const blanks = /[ \t\r\n]*/y;
const scalar = /[-+.\w]+/y;

class Reader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  value(): string {
    switch (this.next()) {
      case '{':
        return this.object();
      case '[':
        return this.array();
      case '"':
        return this.string();
      default:
        return canonicalScalar(this.match(scalar));
    }
  }

  private object(): string {
    const members: { readonly name: string; readonly text: string }[] = [];
    for (this.at++; this.next() !== '}';) {
      if (this.next() === ',') this.at++;
      this.next();
      const name = this.string();
      this.next();
      this.at++;
      members.push({ name, text: `${name}:${this.value()}` });
    }
    this.at++;
    // A sort keeps the order of equals. By name as JSON, which orders all names, if not all as `canonicalJson` does.
    members.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    return `{${members.map((member) => member.text).join(',')}}`;
  }

  private array(): string {
    const elements: string[] = [];
    for (this.at++; this.next() !== ']';) {
      if (this.next() === ',') this.at++;
      elements.push(this.value());
    }
    this.at++;
    return `[${elements.join(',')}]`;
  }

  private string(): string {
    const start = this.at;
    let end = this.text.indexOf('"', start + 1);
    while (backslashesBefore(this.text, end) % 2 === 1) end = this.text.indexOf('"', end + 1);
    this.at = end + 1;
    const inner = this.text.slice(start + 1, end);
    return quoted(inner.includes('\\') ? (JSON.parse(this.text.slice(start, end + 1)) as string) : inner);
  }

  /** The next character that is no blank; it stays the next. */
  private next(): string | undefined {
    this.match(blanks);
    return this.text[this.at];
  }

  private match(expression: RegExp): string {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text)?.[0] ?? '';
    this.at += found.length;
    return found;
  }
}

function backslashesBefore(text: string, end: number): number {
  let count = 0;
  while (text[end - 1 - count] === '\\') count++;
  return count;
}

/** A number in the spelling of its double, where that has the same decimal value; else all its digits and an exponent. */
function canonicalScalar(source: string): string {
  if (source === 'true' || source === 'false' || source === 'null') return source;
  const spelled = String(Number(source));
  if (spelled === source) return spelled;
  const exact = decimalValue(source);
  return decimalValue(spelled) === exact ? spelled : exact;
}

/** Sign, digits and exponent without any choice: `-1.50e3` is `-15e2`. */
function decimalValue(source: string): string {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? [];
  // What is no decimal number (a double's `Infinity`) equals none.
  if (whole === undefined) return '';
  const digits = (whole + fraction).replace(/^0+/, '');
  const short = digits.replace(/0+$/, '');
  return short === '' ? '0' : `${sign}${short}e${BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - short.length)}`;
}
