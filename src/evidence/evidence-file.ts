import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import type { EvidenceEventBody } from '../domain/agent-report.ts';
import { toFailure } from '../domain/failure.ts';
import { createReportReader } from './read-reports.ts';

/** A file to which the agent appends JSON lines: for programs that would rather write than ask. */
export interface EvidenceFile {
  /** Reads what is new. Called before anything else of the episode is logged, so that what was written first comes first. */
  poll(): void;
  /** Reads the rest, a torn last line included. */
  close(): void;
}

const pieceBytes = 64 * 1024;
/** One for all: nothing of it is kept when a piece has been decoded. A fresh one for every look would have the engine collect garbage all the time. */
let scratch: Buffer | undefined;

/** Reads a file that the agent may make, from its beginning. */
export function openEvidenceFile(path: string, emit: (event: EvidenceEventBody) => void): EvidenceFile {
  const reader = createReportReader('file');
  const decoder = new StringDecoder('utf8');
  let descriptor: number | undefined;
  let offset = 0;
  let closed = false;
  const poll = (): void => {
    if (closed) return;
    try {
      descriptor ??= existsSync(path) ? openSync(path, 'r') : undefined;
      if (descriptor === undefined) return;
      const piece = (scratch ??= Buffer.allocUnsafeSlow(pieceBytes));
      for (let read = readSync(descriptor, piece, 0, pieceBytes, offset); read > 0; read = readSync(descriptor, piece, 0, pieceBytes, offset)) {
        offset += read;
        for (const event of reader.read(decoder.write(piece.subarray(0, read)))) emit(event);
      }
    } catch (error) {
      closed = true;
      emit({ kind: 'evidence-rejected', via: 'file', text: `${path} cannot be read: ${toFailure(error).message}` });
    }
  };
  return {
    poll,
    close() {
      poll();
      closed = true;
      for (const event of reader.end()) emit(event);
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}
