import { readFileSync } from 'node:fs';
import type { Event } from '../domain/event.ts';
import { eventsOf } from '../domain/event.ts';
import { parse } from 'yaml';

/** What was seen while recording, in one line: `openai gpt-4o (3 exchanges, 1 stream) · tools: get_order · other hosts: none`. */
export function describeTraffic(events: readonly Event[]): string {
  const requests = eventsOf(events, 'model-request');
  const plain = eventsOf(events, 'http-request');
  const tools = [...new Set(eventsOf(events, 'tool-result').map(({ name }) => name))];
  const hosts = [...new Set(eventsOf(events, 'egress-denied').map(({ target }) => target))];
  const models = [...new Set(requests.map(({ dialect, model }) => `${dialect} ${model}`))];
  const streams = requests.filter(({ stream }) => stream).length;
  const amounts = [
    counted(requests.length, 'exchange'),
    ...(streams > 0 ? [`${streams} streamed`] : []),
    ...(plain.length > 0 ? [`${plain.length} plain HTTP`] : []),
  ];
  return `${models.join(', ') || 'no model'} (${amounts.join(', ')}) · tools: ${tools.join(', ') || 'none seen'} · other hosts: ${hosts.length === 0 ? 'none' : `${hosts.join(', ')} (denied)`}`;
}

/** `2 secrets redacted (bearer 1, e-mail 1)`, as the cassette itself says. */
export function describeRedaction(cassetteFile: string): string {
  const header = parse(readFileSync(cassetteFile, 'utf8')) as { redacted?: Record<string, number> };
  const counts = Object.entries(header.redacted ?? {});
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return total === 0 ? 'no secrets found' : `${counted(total, 'secret')} redacted (${counts.map(([name, count]) => `${name} ${count}`).join(', ')})`;
}

/** `4.1 kB` */
export function describeBytes(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** `1 exchange`, `3 exchanges` */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
