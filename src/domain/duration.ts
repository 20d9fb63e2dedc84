/** A JSON Schema fragment for a length of time: a number of seconds, or a number with its unit: 200ms, 30s, 5m, 4h, 2d. */
export const durationSchema = {
  anyOf: [
    { type: 'number', minimum: 0 },
    { type: 'string', pattern: '^\\d+(\\.\\d+)?(ms|s|m|h|d)$' },
  ],
} as const;

const unitSeconds: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** Seconds of a length of time that fits `durationSchema`. */
export function secondsOf(duration: string | number): number {
  if (typeof duration === 'number') return duration;
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration)!;
  return Number(amount) * unitSeconds[unit!]!;
}
