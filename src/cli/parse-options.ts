import { RehearsalFailure } from '../domain/failure.ts';

/** `2/4` → part 2 of 4. @throws RehearsalFailure USAGE */
export function parseShard(text: string | undefined): { readonly index: number; readonly total: number } | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [index, total] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || index < 1 || index > total)
    throw new RehearsalFailure('USAGE', `--shard ${text} is no part of a whole.`, { hint: 'For example --shard 2/4: the second of four parts.' });
  return { index, total };
}

/** `openai=https://…` pairs; names other than the providers' stand for plain HTTP servers. @throws RehearsalFailure USAGE */
export function parseUpstreams(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      const [name, url] = [pair.slice(0, equals), pair.slice(equals + 1)];
      if (equals < 1 || !URL.canParse(url) || !/^https?:/.test(url))
        throw new RehearsalFailure('USAGE', `--upstream ${pair} is not NAME=URL.`, {
          hint: 'For example --upstream openai=https://api.openai.com/v1, or --upstream crm=http://127.0.0.1:8080.',
        });
      return [['openai', 'anthropic', 'gemini'].includes(name) ? name : `http/${name.replace(/^http\//, '')}`, url];
    }),
  );
}

/** `instant`, `recorded` or a factor. @throws RehearsalFailure USAGE */
export function parsePace(text: string): 'instant' | 'recorded' | number {
  if (text === 'instant' || text === 'recorded') return text;
  const factor = Number(text);
  if (text.trim() === '' || !Number.isFinite(factor) || factor <= 0)
    throw new RehearsalFailure('USAGE', `--pace ${text} is no pace.`, { hint: 'instant, recorded, or a factor of the recorded time such as 0.5.' });
  return factor;
}

/** A whole number within bounds. @throws RehearsalFailure USAGE */
export function parseCount(name: string, value: number | undefined, minimum: number, maximum: number = Number.MAX_SAFE_INTEGER): number | undefined {
  if (value === undefined) return undefined;
  if (!Number.isInteger(value) || value < minimum || value > maximum)
    throw new RehearsalFailure(
      'USAGE',
      `--${name} must be a whole number from ${minimum}${maximum === Number.MAX_SAFE_INTEGER ? '' : ` to ${maximum}`}.`,
    );
  return value;
}

/** `employee-id=EMP-\d{6}` → a detector of the user's own. @throws RehearsalFailure USAGE */
export function parseRedaction(text: string): { readonly name: string; readonly pattern: string } {
  const equals = text.indexOf('=');
  if (equals < 1)
    throw new RehearsalFailure('USAGE', `--redact ${text} is not NAME=PATTERN.`, { hint: "For example --redact 'employee-id=EMP-\\d{6}'" });
  return { name: text.slice(0, equals), pattern: text.slice(equals + 1) };
}
