import type { Proxy } from './proxy.ts';

/** What Prometheus reads: bytes in, by proxy and direction. */
export function showMetrics(proxies: readonly Proxy[]): string {
  const lines = ['# HELP toxiproxy_proxy_received_bytes_total ', '# TYPE toxiproxy_proxy_received_bytes_total counter'];
  for (const proxy of proxies) {
    for (const direction of ['downstream', 'upstream'] as const) {
      const labels = Object.entries({ direction, listener: proxy.listen, proxy: proxy.name, upstream: proxy.upstream });
      const text = labels
        .map(([name, value]) => `${name}="${value.replaceAll(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))}"`)
        .join(',');
      lines.push(`toxiproxy_proxy_received_bytes_total{${text}} ${proxy.bytesReceived(direction)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
