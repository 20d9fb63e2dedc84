import type { Draw } from '../../draw.ts';
import type { Format } from './index.ts';

const oddDates: readonly string[] = ['2024-02-29', '1970-01-01', '1999-12-31', '2038-01-20', '0001-01-01', '9999-12-31'];
const oddTimes: readonly string[] = ['00:00:00', '23:59:59', '23:59:60', '12:00:00.000000001', '02:30:00'];
const daysOfMonth: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function date(draw: Draw): string {
  if (draw.edge()) return draw.pick(oddDates);
  const month = draw.int(1, 12);
  return `${2026 + draw.int(0, 3)}-${two(month)}-${two(draw.int(1, daysOfMonth[month - 1]!))}`;
}

function clockTime(draw: Draw): string {
  return draw.edge() ? draw.pick(oddTimes) : `${two(draw.int(0, 23))}:${two(draw.int(0, 59))}:${two(draw.int(0, 59))}`;
}

/** A leap second is one only at the end of a day in UTC. */
function timeWithZone(draw: Draw): string {
  const time = clockTime(draw);
  const zone = draw.pick(['Z', '+00:00', '+03:00', '-08:00', '+05:45', 'z']);
  return time.endsWith(':60') ? `${time}Z` : time + zone;
}

function timeMaybeWithZone(draw: Draw): string {
  const time = timeWithZone(draw);
  return draw.int(0, 1) === 0 || time.includes(':60') ? time : time.replace(/(?:z|[+-]\d\d:\d\d)$/i, '');
}

function duration(draw: Draw): string {
  const amount = (): number => draw.int(1, 40);
  return draw.pick(['PT1H', 'P1D', `PT${amount()}M`, `P${amount()}D`, `P${amount()}W`, `P${amount()}Y${amount()}M${amount()}DT${amount()}H${amount()}S`, 'PT0S']);
}

const two = (number: number): string => String(number).padStart(2, '0');

export const timeFormats: Readonly<Record<string, Format>> = {
  date,
  time: timeWithZone,
  'date-time': (draw) => `${date(draw)}T${timeWithZone(draw)}`,
  'iso-time': timeMaybeWithZone,
  'iso-date-time': (draw) => `${date(draw)}${draw.pick(['T', ' ', 't'])}${timeMaybeWithZone(draw)}`,
  duration,
};
