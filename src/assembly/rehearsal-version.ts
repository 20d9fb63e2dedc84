import { readFileSync } from 'node:fs';

/** The version in package.json, which stands two folders up both in the sources and in the build. */
export function rehearsalVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
