import type { RecordedExchange } from '../domain/cassette.ts';
import { RehearsalFailure } from '../domain/failure.ts';
import { decodeUtf8 } from '../domain/http.ts';
import { readIfPresent, type CassetteFiles } from './files.ts';
import { wireDigest } from './save.ts';
import { decodeBody, decodeResponse, type WireLine } from './wire-codec.ts';

/** A wire file, read and checked against its own digest. */
interface Wire {
  readonly lines: readonly WireLine[];
  readonly spans: readonly (readonly [number, number])[];
  /** Digest of the readable part that belongs to this wire. */
  readonly digest: string;
}

/** The lines of the wire file, checked against its own digest. */
export function readWireOf(files: CassetteFiles): Wire {
  const text = readIfPresent(files.wire);
  if (text === undefined) {
    throw new RehearsalFailure('CASSETTE_CORRUPT', `${files.readable} was recorded, but its wire, ${files.wire}, is missing.`, {
      place: { file: files.readable },
      hint: 'Commit both files. Without the wire, delete the line `wire:` to replay it from its meaning, or record it again.',
    });
  }
  const rows = text.split('\n');
  const last = rows.at(-2);
  if (rows.at(-1) !== '' || last === undefined || !last.startsWith('{"digest":')) {
    throw new RehearsalFailure('CASSETTE_CORRUPT', `${files.wire} is cut off: its last line is missing.`, {
      place: { file: files.wire, line: rows.length },
      hint: 'Restore it from version control, or record it again.',
    });
  }
  const body = rows.slice(0, -2);
  if (wireDigest(body) !== parseLine<{ digest: string }>(last, files.wire, rows.length - 1).digest) {
    throw new RehearsalFailure('CASSETTE_EDITED', `${files.wire} was changed after it was recorded.`, {
      place: { file: files.wire },
      hint: `Two ways out: restore the file from version control, or delete the line \`wire:\` in ${files.readable} together with this file, so that the readable part alone counts.`,
    });
  }
  const header = parseLine<{ rehearsal?: string; readable?: string }>(body[0] ?? '', files.wire, 1);
  if (header.rehearsal !== 'wire/1' || header.readable === undefined) {
    throw new RehearsalFailure(
      'CASSETTE_FUTURE_VERSION',
      `${files.wire} has the format ${String(header.rehearsal)}; this version of Rehearsal reads wire/1.`,
      { place: { file: files.wire, line: 1 }, hint: 'Update Rehearsal: npm i -D rehearsal@latest' },
    );
  }
  const spans: [number, number][] = [];
  let offset = Buffer.byteLength(body[0]!) + 1;
  const lines = body.slice(1).map((row, index) => {
    const length = Buffer.byteLength(row);
    spans.push([offset, length]);
    offset += length + 1;
    return parseLine<WireLine>(row, files.wire, index + 2);
  });
  return { lines, spans, digest: header.readable };
}

function parseLine<T>(row: string, file: string, line: number): T {
  try {
    return JSON.parse(row) as T;
  } catch (error) {
    throw new RehearsalFailure('CASSETTE_CORRUPT', `${file}:${line} is no JSON: ${(error as Error).message}`, {
      place: { file, line },
      hint: 'Restore it from version control, or record it again.',
      cause: error,
    });
  }
}

/** Lines as exchanges, their bodies made whole. */
export function decodeLines(lines: readonly WireLine[]): readonly RecordedExchange[] {
  const bodies = new Map<number, string>();
  return lines.map((line) => {
    const body = decodeBody(line.request.body, (exchange) => {
      const text = bodies.get(exchange);
      if (text === undefined)
        throw new RehearsalFailure('CASSETTE_CORRUPT', `Exchange ${line.exchange} refers to exchange ${exchange}, which does not come before it.`);
      return text;
    });
    bodies.set(line.exchange, decodeUtf8(body));
    return {
      id: line.exchange,
      branch: line.branch ?? 'main',
      dialect: line.dialect,
      request: { method: line.request.method, url: line.request.url, headers: line.request.headers, body },
      response: decodeResponse(line),
      chunkAtMs: line.response.chunkAtMs,
      endedAtMs: line.response.endedAtMs,
    };
  });
}
