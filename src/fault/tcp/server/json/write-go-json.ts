/** JSON as Go writes it: no spaces, and characters that matter in HTML are escaped. A map is an object whose members keep their order, whatever their names. */
export function writeGoJson(value: unknown): string {
  if (value instanceof Map) return `{${[...value].map(([name, member]) => `${writeGoJson(String(name))}:${writeGoJson(member)}`).join(',')}}`;
  return JSON.stringify(value).replaceAll(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The shortest decimal number that means this value of 32 bits: 0.1, not 0.10000000149011612. */
export function shortestFloat32(value: number): number {
  const rounded = Math.fround(value);
  for (let digits = 1; digits <= 9; digits++) {
    const shorter = Number(rounded.toPrecision(digits));
    if (Math.fround(shorter) === rounded) return shorter;
  }
  return rounded;
}
