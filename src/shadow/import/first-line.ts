import { open } from 'node:fs/promises';
import { RehearsalFailure } from '../../domain/failure.ts';

const bytesMax = 65_536;

/** The first line of a file, enough to guess how it is written. @throws RehearsalFailure DECISIONS_UNREADABLE for what is no text or not there. */
export async function firstLine(file: string): Promise<string> {
  const bytes = await head(file);
  if (bytes.length === 0) throw unreadable(file, 'is empty', 'There is nothing to import; was the export complete?');
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw unreadable(file, 'is written in UTF-16', 'Save it as UTF-8.');
  if (bytes.includes(0)) throw unreadable(file, 'is no text', 'A spreadsheet must be exported as CSV (UTF-8) first.');
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  const [line] = text.split(/\r?\n/);
  if (text.trim() === '') throw unreadable(file, 'holds nothing but white space', 'There is nothing to import; was the export complete?');
  return line!;
}

async function head(file: string): Promise<Buffer> {
  try {
    const handle = await open(file);
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(bytesMax), 0, bytesMax, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw unreadable(file, `cannot be read: ${(error as Error).message}`, 'Name a file of decisions.', error);
  }
}

function unreadable(file: string, what: string, hint: string, cause?: unknown): RehearsalFailure {
  return new RehearsalFailure('DECISIONS_UNREADABLE', `${file} ${what}.`, { place: { file }, hint, cause });
}
