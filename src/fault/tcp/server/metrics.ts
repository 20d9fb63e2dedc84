import type { Proxy } from './proxy.ts';

/** What Prometheus reads: bytes in and out, by proxy and direction. */
export function showMetrics(proxies: readonly Proxy[]): string {
  const lines: string[] = [];
  for (const way of ['received', 'sent'] as const) {
    const name = `toxiproxy_proxy_${way}_bytes_total`;
    lines.push(`# HELP ${name} `, `# TYPE ${name} counter`);
    for (const proxy of proxies) {
      for (const direction of ['downstream', 'upstream'] as const) lines.push(`${name}{${labels(proxy, direction)}} ${proxy.bytes(direction)[way]}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function labels({ listen, name, upstream }: Proxy, direction: string): string {
  const pairs = Object.entries({ direction, listener: listen, proxy: name, upstream });
  return pairs.map(([label, value]) => `${label}="${value.replaceAll(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`).join(',');
}
