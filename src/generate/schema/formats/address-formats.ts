import type { Draw } from '../../draw.ts';
import type { Format } from './index.ts';

const names: readonly string[] = ['a', 'anna', 'bo', 'info', 'order-7', 'x1'];
const hosts: readonly string[] = ['a.example', 'shop.example', 'mail.b-c.example', 'xn--mller-kva.example', 'localhost'];
const steps: readonly string[] = ['', 'a', 'orders/17', 'a%20b', 'files/', '..', 'a;b=c', '~x'];

/** Padded on the left until it is long enough, where a minimal length is wanted. */
const long = (text: string, lengthMin: number): string => 'a'.repeat(Math.max(0, lengthMin - text.length)) + text;

function email(draw: Draw, lengthMin: number): string {
  const host = draw.pick(hosts.filter((one) => one.includes('.')));
  if (draw.edge()) return long(draw.pick([`a+b@${host}`, `O'Neil@${host}`, `a.b.c@${host}`, `!#$%@${host}`, 'A@B.CO']), lengthMin);
  return long(`${draw.pick(names)}@${host}`, lengthMin);
}

function hostname(draw: Draw, lengthMin: number): string {
  if (draw.edge()) return draw.pick(['a', 'a.', '1.example', `${'a'.repeat(63)}.example`, 'localhost']);
  return long(draw.pick(hosts), Math.min(lengthMin, 63));
}

function ipv4(draw: Draw): string {
  if (draw.edge()) return draw.pick(['0.0.0.0', '127.0.0.1', '255.255.255.255', '169.254.169.254', '10.0.0.1']);
  return [draw.int(1, 223), draw.int(0, 255), draw.int(0, 255), draw.int(0, 255)].join('.');
}

function ipv6(draw: Draw): string {
  if (draw.edge()) return draw.pick(['::', '::1', '::ffff:192.0.2.1', 'fe80::1', '2001:DB8::A']);
  return `2001:db8:${Array.from({ length: 6 }, () => draw.int(0, 0xffff).toString(16)).join(':')}`;
}

function url(draw: Draw, lengthMin: number): string {
  const port = draw.int(0, 3) === 3 ? `:${draw.int(80, 9999)}` : '';
  const query = draw.int(0, 3) === 3 ? `?q=${draw.int(0, 99)}` : '';
  const path = `${draw.pick(steps)}${query}`;
  const start = `${draw.pick(['https', 'http', 'ftp'])}://${draw.pick(hosts.filter((host) => host.includes('.')))}${port}/`;
  return `${start}${'a'.repeat(Math.max(0, lengthMin - start.length - path.length))}${path}`;
}

function uri(draw: Draw, lengthMin: number): string {
  if (draw.edge())
    return draw.pick(['urn:isbn:0451450523', 'mailto:a@a.example', 'file:///etc/passwd', 'tel:+1-201-555-0123', 'http://[::1]:80/', 'https://a.example/#top']);
  return url(draw, lengthMin);
}

function uriReference(draw: Draw, lengthMin: number): string {
  return draw.int(0, 1) === 0 ? long(draw.pick(['', 'a', '/a/b', '../x', '?q=1', '#top', '//a.example/x']), 0) : uri(draw, lengthMin);
}

function uriTemplate(draw: Draw, lengthMin: number): string {
  return draw.pick([uriReference, () => '/orders/{id}', () => 'https://a.example/{+path}{?q,lang}', () => '{#section}'])(draw, lengthMin);
}

export const addressFormats: Readonly<Record<string, Format>> = {
  email,
  hostname,
  ipv4,
  ipv6,
  url,
  uri,
  'uri-reference': uriReference,
  'uri-template': uriTemplate,
};
