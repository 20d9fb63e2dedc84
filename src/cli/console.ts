import { styleText } from 'node:util';
import { formatPlace, toFailure, type RehearsalFailure } from '../domain/failure.ts';

/** Where a command writes. With `--json` stdout holds one document and nothing else; words go to stderr. */
export interface Console {
  readonly json: boolean;
  readonly colour: boolean;
  readonly widthColumns: number;
  /** True where progress may be drawn over itself. */
  readonly interactive: boolean;
  /** A line for people. */
  say(line: string): void;
  /** The one document. */
  document(value: unknown): void;
  /** Writes text as it is, for people. */
  write(text: string): void;
}

/** Decides by flags and streams; NO_COLOR and FORCE_COLOR are honoured. */
export function createConsole(json: boolean): Console {
  const stream = json ? process.stderr : process.stdout;
  let printed = false;
  return {
    json,
    colour: (stream as { hasColors?: () => boolean }).hasColors?.() ?? false,
    widthColumns: (stream as { columns?: number }).columns ?? 100,
    interactive: stream.isTTY && process.env['CI'] === undefined,
    say: (line) => void stream.write(`${line}\n`),
    document: (value) => {
      // A failure after the document was printed is told on stderr and by the exit code alone: two documents would be no JSON.
      if (json && !printed) process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`);
      printed = true;
    },
    write: (text) => void stream.write(text),
  };
}

/** A mark in colour: ✔, ✘, ●. */
export function mark(kind: 'good' | 'bad' | 'busy', colour: boolean): string {
  const [sign, style] = { good: ['✔', 'green'], bad: ['✘', 'red'], busy: ['●', 'cyan'] }[kind] as [string, 'green' | 'red' | 'cyan'];
  return colour ? styleText(style, sign, { validateStream: false }) : sign;
}

/** Control characters made visible: what an agent or a server said must not steer the terminal. */
export function plain(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}

/** What failed, on what, and what to do next; one JSON document where that was asked for. */
export function reportFailure(thrown: unknown, console: Console): number {
  const failure: RehearsalFailure = toFailure(thrown);
  console.document({
    error: {
      code: failure.code,
      message: failure.message,
      ...(failure.hint === undefined ? {} : { hint: failure.hint }),
      ...(failure.place === undefined ? {} : { place: failure.place }),
    },
  });
  const lines = [
    `${mark('bad', process.stderr.hasColors?.() ?? false)} ${failure.code}${failure.place === undefined ? '' : `  ${formatPlace(failure.place)}`}`,
    ...indented(failure.message),
    ...(failure.hint === undefined ? [] : indented(failure.hint)),
  ];
  process.stderr.write(`${plain(lines.join('\n'))}\n`);
  if (process.env['REHEARSAL_DEBUG'] !== undefined && failure.stack !== undefined) process.stderr.write(`${failure.stack}\n`);
  return failure.exitCode;
}

function indented(text: string): readonly string[] {
  return text.split('\n').map((line) => `  ${line}`);
}
