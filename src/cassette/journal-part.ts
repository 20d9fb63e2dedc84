import { closeSync, openSync, readSync } from 'node:fs';
import { isUtf8 } from '../domain/http.ts';
import type { WireLine } from './wire-codec.ts';

/** A piece of a large answer, redacted, on its way to the journal. */
export interface AnswerPiece {
  readonly bytes: Uint8Array;
  /** Lengths of the chunks that end within it; the first may have begun before. */
  readonly chunkBytes: readonly number[];
  readonly chunkAtMs: readonly number[];
}

/** A line of a journal that holds a piece of an answer whose exchange has a line of its own further down. */
interface PartLine {
  readonly part: number;
  readonly chunkBytes: readonly number[];
  readonly chunkAtMs: readonly number[];
  readonly text?: string;
  readonly base64?: string;
}

type Place = readonly [offset: number, length: number];

/** Where a piece stands in the journal, so that it can be copied without being read. */
export interface StoredPart {
  readonly chunkBytes: Place;
  readonly chunkAtMs: Place;
  readonly isText: boolean;
  /** The content of its JSON string. */
  readonly content: Place;
}

/** The line of a piece, and where its members will stand when it begins at that place of the file. */
export function encodePart(exchange: number, piece: AnswerPiece, offset: number): { readonly line: string; readonly part: StoredPart } {
  const isText = isUtf8(piece.bytes);
  const content = isText ? JSON.stringify(Buffer.from(piece.bytes).toString('utf8')).slice(1, -1) : Buffer.from(piece.bytes).toString('base64');
  let line = '';
  let at = offset;
  const append = (text: string): Place => {
    const length = Buffer.byteLength(text);
    const place = [at, length] as const;
    line += text;
    at += length;
    return place;
  };
  append(`{"part":${exchange},"chunkBytes":[`);
  const chunkBytes = append(piece.chunkBytes.join(','));
  append('],"chunkAtMs":[');
  const chunkAtMs = append(piece.chunkAtMs.join(','));
  append(`],"${isText ? 'text' : 'base64'}":"`);
  const place = append(content);
  append('"}');
  return { line, part: { chunkBytes, chunkAtMs, isText, content: place } };
}

/** The lines of exchanges, with the pieces that stand before them put in; pieces of an exchange that was not finished are left out. */
export function joinParts(lines: readonly (WireLine | PartLine)[]): WireLine[] {
  const open = new Map<number, PartLine[]>();
  const joined: WireLine[] = [];
  for (const line of lines) {
    if ('part' in line) {
      open.set(line.part, [...(open.get(line.part) ?? []), line]);
      continue;
    }
    const { parts, ...whole } = line;
    joined.push(parts === undefined ? line : withParts(whole, (open.get(line.exchange) ?? []).slice(-parts)));
    open.delete(line.exchange);
  }
  return joined;
}

function withParts(line: WireLine, parts: readonly PartLine[]): WireLine {
  const { text: _none, ...response } = line.response;
  const isText = parts.every(({ text }) => text !== undefined);
  const body = isText
    ? { text: parts.map(({ text }) => text).join('') }
    : {
        base64: Buffer.concat(parts.map(({ text, base64 }) => Buffer.from(text ?? base64 ?? '', text === undefined ? 'base64' : 'utf8'))).toString(
          'base64',
        ),
      };
  const chunkBytes = parts.flatMap((part) => part.chunkBytes);
  return { ...line, response: { ...response, chunkBytes, chunkAtMs: parts.flatMap((part) => part.chunkAtMs), ...body } };
}

const copiedBytes = 256 * 1024;

/** Pieces of a file at these places, one after the other. */
export function* readPlaces(file: string, places: Iterable<Place>): Generator<Buffer> {
  const descriptor = openSync(file, 'r');
  try {
    for (const [offset, length] of places) {
      for (let done = 0; done < length;) {
        const buffer = Buffer.allocUnsafe(Math.min(copiedBytes, length - done));
        const read = readSync(descriptor, buffer, 0, buffer.length, offset + done);
        if (read === 0) throw new Error(`${file} ends before ${offset + length} bytes.`);
        done += read;
        yield buffer.subarray(0, read);
      }
    }
  } finally {
    closeSync(descriptor);
  }
}
