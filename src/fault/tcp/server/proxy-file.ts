import { RehearsalFailure, type SourcePlace } from '../../../domain/failure.ts';
import { GoJsonError, type GoValue } from './json/go-value.ts';
import { parseGoJson } from './json/parse-go-json.ts';
import type { ProxyCollection } from './proxy-collection.ts';

/** A file of proxies that has been read. */
export interface ProxyFile {
  readonly file: string;
  readonly text: Uint8Array;
}

const hint = 'It is a list: [{ "name": "model", "listen": "127.0.0.1:9001", "upstream": "127.0.0.1:4010" }].';

/** Opens the proxies of a file: all of them, or it fails. @throws RehearsalFailure CONFIGURATION_INVALID */
export async function openConfigured(proxies: ProxyCollection, { file, text }: ProxyFile): Promise<void> {
  const { error } = await proxies.populate(parse(file, text));
  if (error !== undefined)
    throw new RehearsalFailure('CONFIGURATION_INVALID', `The proxies of ${file} cannot be opened: ${error.message}.`, { hint, place: { file } });
}

function parse(file: string, text: Uint8Array): GoValue {
  try {
    return parseGoJson(text);
  } catch (error) {
    if (!(error instanceof GoJsonError)) throw error;
    throw new RehearsalFailure('CONFIGURATION_INVALID', `${file} is no JSON: ${error.message}.`, { hint, place: placeOf(file, text, error.at ?? 0) });
  }
}

function placeOf(file: string, text: Uint8Array, at: number): SourcePlace {
  const lines = Buffer.from(text.subarray(0, at)).toString('utf8').split('\n');
  return { file, line: lines.length, column: lines.at(-1)!.length + 1 };
}
