import { visibleLine } from './visible-text.ts';

/** Attributes of an XML element, those that are undefined left out. */
export function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeXml(visibleLine(String(value)))}"`)
    .join('');
}

/** What XML 1.0 forbids must have been spelled out before; here only its own five characters are left to escape. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Milliseconds as JUnit writes times. */
export function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
