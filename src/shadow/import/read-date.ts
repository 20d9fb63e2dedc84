import type { DateFormat } from '../../domain/decision-mapping.ts';

/** A moment, or why the text is none. */
export type ReadDate = number | { readonly problem: string };

/** A reader of dates in one format. Dates without an offset belong to the zone; without a zone they are no moments. */
export function dateReader(format: DateFormat, zone: string | undefined): (text: string) => ReadDate {
  const local = zone === undefined ? undefined : zoneReader(zone);
  const inZone = (text: string, parts: DateParts): ReadDate => {
    const wallMs = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second, parts.millisecond);
    if (!exists(parts, wallMs)) return { problem: `${text} is no date that exists` };
    return local === undefined ? { problem: `${text} has no time zone, and the mapping names none (time.zone)` } : local(wallMs);
  };
  switch (format) {
    case 'epoch-seconds':
    case 'epoch-milliseconds': {
      const factor = format === 'epoch-seconds' ? 1000 : 1;
      return (text) =>
        /^\d{1,16}(\.\d+)?$/.test(text) ? Math.round(Number(text) * factor) : { problem: `${text} is no number of ${format.slice(6)}` };
    }
    case 'iso':
      return (text) => readIso(text, inZone);
    default:
      return (text) => readWritten(text, format, inZone);
  }
}

interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
}

type InZone = (text: string, parts: DateParts) => ReadDate;

const clock = '(?:[T ]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?)?';
const iso = new RegExp(`^(\\d{4})-(\\d{2})-(\\d{2})${clock}\\s*(Z|[+-]\\d{2}(?::?\\d{2})?)?$`, 'i');
const written = new RegExp(`^(\\d{1,2})([/.])(\\d{1,2})\\2(\\d{4})${clock}$`, 'i');
// The commonest form by far, read as Node reads it, which is four times as fast.
const exact = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z$/;

function readIso(text: string, inZone: InZone): ReadDate {
  if (exact.test(text)) {
    const ms = Date.parse(text);
    // Node carries the 31st of February over into March.
    if (!Number.isNaN(ms) && new Date(ms).getUTCDate() === Number(text.slice(8, 10))) return ms;
    return { problem: `${text} is no date that exists` };
  }
  const match = iso.exec(text);
  if (match === null) return { problem: `${text} is no date as the mapping expects it (iso: 2026-03-01T14:05:00+01:00)` };
  const parts = partsOf(match[1]!, match[2]!, match[3]!, match.slice(4, 8));
  const offset = match[8];
  if (offset === undefined) return inZone(text, parts);
  const wallMs = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second, parts.millisecond);
  if (!exists(parts, wallMs)) return { problem: `${text} is no date that exists` };
  return wallMs - offsetMs(offset);
}

function readWritten(text: string, format: DateFormat, inZone: InZone): ReadDate {
  const match = written.exec(text);
  if (match === null || match[2] !== (format === 'day.month.year' ? '.' : '/'))
    return { problem: `${text} is no date as the mapping expects it (${format})` };
  const [day, month] = format === 'month/day/year' ? [match[3]!, match[1]!] : [match[1]!, match[3]!];
  return inZone(text, partsOf(match[4]!, month, day, match.slice(5, 9)));
}

function partsOf(year: string, month: string, day: string, time: readonly (string | undefined)[]): DateParts {
  const [hour = '0', minute = '0', second = '0', fraction = '0'] = time;
  return {
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    millisecond: Math.floor(Number(`0.${fraction}`) * 1000),
  };
}

/** The 30th of February comes out as another day. */
function exists(parts: DateParts, wallMs: number): boolean {
  const date = new Date(wallMs);
  return date.getUTCMonth() === parts.month - 1 && date.getUTCDate() === parts.day && parts.hour < 24 && parts.minute < 60 && parts.second < 60;
}

function offsetMs(text: string): number {
  if (text.toUpperCase() === 'Z') return 0;
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = text.slice(1).replace(':', '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4) || '0')) * 60_000;
}

/**
 * Wall time in a zone → moment. Offsets change on whole quarters of an hour, so one is looked up for each quarter and remembered. An hour that occurs
 * twice in autumn is taken as its first occurrence; one that is left out in spring counts on from before.
 */
function zoneReader(zone: string): (wallMs: number) => number {
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const wallOf = (ms: number): number => {
    const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(parts['year']!, parts['month']! - 1, parts['day'], parts['hour'], parts['minute'], parts['second']);
  };
  const quarterMs = 15 * 60_000;
  const offsets = new Map<number, number>();
  return (wallMs) => {
    const quarter = Math.floor(wallMs / quarterMs) * quarterMs;
    let offset = offsets.get(quarter);
    if (offset === undefined) {
      // The offsets a day before and after: of those under which the clock shows this time, the earlier moment.
      const candidates = [-1, 1].map((days) => wallOf(quarter + days * 86_400_000) - (quarter + days * 86_400_000));
      const fitting = candidates.filter((candidate) => wallOf(quarter - candidate) === quarter);
      offset = fitting.length > 0 ? Math.max(...fitting) : candidates[0]!;
      offsets.set(quarter, offset);
    }
    return wallMs - offset;
  };
}
