/** Where a client connects to. */
export interface SocketAddress {
  readonly host: string;
  readonly port: number;
}

/** `127.0.0.1:80`, `[::1]:80`, `name:80`; undefined for anything else. */
export function parseSocketAddress(text: string): SocketAddress | undefined {
  const match = /^(?:\[([0-9a-f:.%]+)\]|([^:[\]]*)):(\d{1,5})$/i.exec(text);
  const port = Number(match?.[3]);
  return match === null || port > 65535 ? undefined : { host: match[1] ?? match[2]!, port };
}

/** The address at which a listener is reached: one that listens everywhere is reached where its server is. */
export function connectAddress(listen: string, serverHost: string): SocketAddress {
  const address = parseSocketAddress(listen);
  const host = address?.host ?? '';
  const everywhere = host === '' || host === '0.0.0.0' || host === '::';
  return { host: everywhere ? serverHost.replace(/^\[|\]$/g, '') : host, port: address?.port ?? 0 };
}
