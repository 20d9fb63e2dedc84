import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { memberAt } from '../contract/index.ts';
import type { ToolContract } from '../domain/contract.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import type { Touch } from '../domain/tool-event.ts';

/** What a call is about to touch outside, by the arguments that its contract names: paths with links followed, hosts with their ports. */
export function touchesOf({ touches }: Pick<ToolContract, 'touches'>, args: Json, folder: string): readonly Touch[] {
  if (touches === undefined) return [];
  return [
    ...valuesOf(args, touches.paths).map((value): Touch => pathTouch(folder, textOf(value))),
    ...valuesOf(args, touches.hosts).map((value): Touch => ({ kind: 'host', ...hostOf(textOf(value)) })),
    ...valuesOf(args, touches.commands, false).map((value): Touch => ({ kind: 'command', command: commandOf(value) })),
    ...valuesOf(args, touches.bytes).map((value): Touch => ({ kind: 'bytes', bytes: bytesOf(value) })),
  ];
}

/** A path below the case's own folder is known by its way from there too: the folder has another name in every run. */
function pathTouch(folder: string, given: string): Touch {
  const path = resolved(folder, given);
  const inside = relative(folder, path);
  return { kind: 'path', given, resolved: path, ...(inside === '..' || inside.startsWith(`..${sep}`) ? {} : { inFolder: inside || '.' }) };
}

/** The values of the named arguments; a list counts as its entries. */
function valuesOf(args: Json, names: readonly string[] | undefined, spread = true): readonly Json[] {
  return (names ?? []).flatMap((name) => {
    const value = memberAt(args, name);
    if (value === undefined || value === null) return [];
    return spread && Array.isArray(value) ? (value as readonly Json[]) : [value];
  });
}

/** Of a file that does not exist yet, the folders that do are followed. */
function resolved(folder: string, path: string): string {
  const absolute = resolve(folder, path.startsWith('file://') ? path.slice('file://'.length) : path);
  const missing: string[] = [];
  for (let at = absolute; ; at = dirname(at)) {
    try {
      return join(realpathSync(at), ...missing);
    } catch {
      if (dirname(at) === at) return absolute;
      missing.unshift(basename(at));
    }
  }
}

const portsOfSchemes: Readonly<Record<string, number>> = { 'http:': 80, 'ws:': 80, 'https:': 443, 'wss:': 443, 'ftp:': 21, 'ssh:': 22 };

/** A URL, `host:port` or a host alone, which is taken for HTTPS. */
function hostOf(text: string): { readonly host: string; readonly port: number } {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? URL.parse(text) : URL.parse(`https://${text}`);
  if (url === null) return { host: text, port: 0 };
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port: url.port === '' ? (portsOfSchemes[url.protocol] ?? 0) : Number(url.port) };
}

function commandOf(value: Json): string {
  return Array.isArray(value) ? (value as readonly Json[]).map(textOf).join(' ') : textOf(value);
}

/** A number of bytes, or as many as a text has. */
function bytesOf(value: Json): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : Buffer.byteLength(textOf(value));
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}
