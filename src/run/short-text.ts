/** A text on one line, cut where it is long. */
export function short(text: string, length = 200): string {
  const flat = text.replaceAll(/\s+/g, ' ');
  return flat.length > length ? `${flat.slice(0, length)}…` : flat;
}
