import { GoJsonError, type GoValue } from './go-value.ts';

/** Deeper than anything that the API knows; Go's own bound is ten times that, and would not fit the stack here. */
const depthMax = 1000;

/**
 * Reads the first JSON value of a body the way Go's decoder does, with its words for what is wrong. What follows the first value is not looked at.
 *
 * @throws GoJsonError as in `unexpected EOF` and `invalid character '}' looking for beginning of value`.
 */
export function parseGoJson(body: Uint8Array): GoValue {
  return new Parser(body).first();
}

const literals: Readonly<Record<string, GoValue>> = {
  true: { kind: 'bool', value: true },
  false: { kind: 'bool', value: false },
  null: { kind: 'null' },
};
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '\\': '\\', '/': '/', '"': '"' };

class Parser {
  private readonly bytes: Buffer;
  private at = 0;
  private depth = 0;

  constructor(body: Uint8Array) {
    this.bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  }

  first(): GoValue {
    this.skipBlanks();
    if (this.at === this.bytes.length) throw new GoJsonError('EOF', this.at);
    return this.value();
  }

  private value(): GoValue {
    const start = this.peekAfterBlanks();
    if (start === '{') return this.nested(() => this.object());
    if (start === '[') return this.nested(() => this.array());
    if (start === '"') return { kind: 'string', value: this.string() };
    if (start === '-' || isDigit(start)) return this.number();
    const word = Object.keys(literals).find((literal) => literal.startsWith(start));
    if (word === undefined) throw this.unexpected('looking for beginning of value');
    return this.literal(word);
  }

  private nested(read: () => GoValue): GoValue {
    if (++this.depth > depthMax) throw new GoJsonError('exceeded max depth', this.at);
    this.at++;
    const value = read();
    this.depth--;
    return value;
  }

  private object(): GoValue {
    const members: (readonly [string, GoValue])[] = [];
    if (this.peekAfterBlanks() === '}') return (this.at++, { kind: 'object', members });
    for (;;) {
      if (this.peekAfterBlanks() !== '"') throw this.unexpected('looking for beginning of object key string');
      const name = this.string();
      if (this.peekAfterBlanks() !== ':') throw this.unexpected('after object key');
      this.at++;
      members.push([name, this.value()]);
      const next = this.peekAfterBlanks();
      if (next !== ',' && next !== '}') throw this.unexpected('after object key:value pair');
      this.at++;
      if (next === '}') return { kind: 'object', members };
    }
  }

  private array(): GoValue {
    const items: GoValue[] = [];
    if (this.peekAfterBlanks() === ']') return (this.at++, { kind: 'array', items });
    for (;;) {
      items.push(this.value());
      const next = this.peekAfterBlanks();
      if (next !== ',' && next !== ']') throw this.unexpected('after array element');
      this.at++;
      if (next === ']') return { kind: 'array', items };
    }
  }

  private string(): string {
    let text = '';
    let plainFrom = ++this.at;
    const flush = (): void => void (text += this.bytes.toString('utf8', plainFrom, this.at));
    for (;;) {
      const character = this.peek();
      if (character < ' ') throw this.unexpected('in string literal');
      if (character !== '"' && character !== '\\') {
        this.at++;
        continue;
      }
      flush();
      this.at++;
      // Half of a surrogate pair cannot be said in UTF-8; Go puts the replacement character there as well.
      if (character === '"') return text.toWellFormed();
      text += this.escape();
      plainFrom = this.at;
    }
  }

  private escape(): string {
    const letter = this.peek();
    if (letter === 'u') {
      this.at++;
      for (let index = 0; index < 4; index++, this.at++) {
        if (!/[0-9a-f]/i.test(this.peek())) throw this.unexpected('in \\u hexadecimal character escape');
      }
      return String.fromCharCode(Number.parseInt(this.bytes.toString('latin1', this.at - 4, this.at), 16));
    }
    const meant = escapes[letter];
    if (meant === undefined) throw this.unexpected('in string escape code');
    this.at++;
    return meant;
  }

  private number(): GoValue {
    const from = this.at;
    if (this.peek() === '-') this.at++;
    if (!isDigit(this.peek())) throw this.unexpected('in numeric literal');
    if (this.peek() === '0') this.at++;
    else this.digits();
    if (this.bytes[this.at] === 0x2e) {
      this.at++;
      if (!isDigit(this.peek())) throw this.unexpected('after decimal point in numeric literal');
      this.digits();
    }
    if (/^e$/i.test(this.peekOrNothing())) {
      this.at++;
      if (/^[+-]$/.test(this.peek())) this.at++;
      if (!isDigit(this.peek())) throw this.unexpected('in exponent of numeric literal');
      this.digits();
    }
    return { kind: 'number', text: this.bytes.toString('latin1', from, this.at) };
  }

  private digits(): void {
    while (isDigit(this.peekOrNothing())) this.at++;
  }

  private literal(word: string): GoValue {
    for (const letter of word) {
      if (this.peek() !== letter) throw this.unexpected(`in literal ${word} (expecting '${letter}')`);
      this.at++;
    }
    return literals[word]!;
  }

  private skipBlanks(): void {
    while (' \t\r\n'.includes(this.peekOrNothing() || 'x')) this.at++;
  }

  private peekAfterBlanks(): string {
    this.skipBlanks();
    return this.peek();
  }

  private peek(): string {
    if (this.at >= this.bytes.length) throw new GoJsonError('unexpected EOF', this.at);
    return String.fromCharCode(this.bytes[this.at]!);
  }

  private peekOrNothing(): string {
    return this.at < this.bytes.length ? this.peek() : '';
  }

  private unexpected(context: string): GoJsonError {
    return new GoJsonError(`invalid character ${quoteCharacter(this.bytes[this.at]!)} ${context}`, this.at);
  }
}

function isDigit(character: string): boolean {
  return character >= '0' && character <= '9' && character !== '';
}

const named: Readonly<Record<number, string>> = { 7: '\\a', 8: '\\b', 9: '\\t', 10: '\\n', 11: '\\v', 12: '\\f', 13: '\\r', 39: "\\'", 92: '\\\\' };

function quoteCharacter(code: number): string {
  const isPrintable = (code >= 0x20 && code < 0x7f) || (code > 0xa0 && code !== 0xad);
  const hex = code.toString(16);
  const other = code < 0x80 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`;
  return `'${named[code] ?? (isPrintable ? String.fromCharCode(code) : other)}'`;
}
