const dayMs = 86_400_000;
const quarterMs = 900_000;

/** Days since 1970 in a time zone. */
export type DayOf = (atMs: number) => number;

/** Offsets of time zones change at quarters of an hour at the finest, so that one look-up serves all decisions of a quarter. */
export function daysOf(zone: string): DayOf {
  if (zone === 'UTC') return (atMs) => Math.floor(atMs / dayMs);
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric', era: 'short' });
  const days = new Map<number, number>();
  return (atMs) => {
    const quarter = Math.floor(atMs / quarterMs);
    let day = days.get(quarter);
    if (day === undefined) {
      const parts = Object.fromEntries(format.formatToParts(quarter * quarterMs).map(({ type, value }) => [type, value]));
      const year = parts['era'] === 'BC' ? 1 - Number(parts['year']) : Number(parts['year']);
      const date = new Date(0);
      date.setUTCFullYear(year, Number(parts['month']) - 1, Number(parts['day']));
      day = Math.floor(date.getTime() / dayMs);
      days.set(quarter, day);
    }
    return day;
  };
}

/** 0 for Sunday, as `Date.getUTCDay` has it. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Days since 1970 of `2026-11-20`. */
export function dayOfText(text: string): number {
  return Math.floor(Date.parse(`${text}T00:00:00Z`) / dayMs);
}
