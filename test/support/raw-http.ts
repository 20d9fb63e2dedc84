import { connect } from 'node:net';

export interface RawAnswer {
  /** Everything that came over the socket. */
  readonly bytes: Buffer;
  readonly head: string;
  readonly status: number;
  /** What came after the head, chunked framing and all. */
  readonly body: Buffer;
  /** `end` for a FIN, `reset` for a RST, `whole` where a terminal chunk or the content-length was reached and the socket stayed open. */
  readonly ended: 'end' | 'reset' | 'whole';
}

/** Sends bytes to a port and collects what comes back, byte for byte. */
export function rawRequest(port: number, request: string | Uint8Array, timeoutMs = 5000): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    const timer = setTimeout(
      () => (socket.destroy(), reject(new Error(`nothing more came; so far: ${Buffer.concat(chunks).toString()}`))),
      timeoutMs,
    );
    const finish = (ended: RawAnswer['ended']): void => {
      clearTimeout(timer);
      socket.destroy();
      const bytes = Buffer.concat(chunks);
      const split = bytes.indexOf('\r\n\r\n');
      const head = bytes.subarray(0, split === -1 ? bytes.length : split).toString('latin1');
      resolve({
        bytes,
        head,
        status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]),
        body: split === -1 ? Buffer.alloc(0) : bytes.subarray(split + 4),
        ended,
      });
    };
    socket.on('connect', () => socket.write(request));
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (isWhole(Buffer.concat(chunks))) finish('whole');
    });
    socket.on('end', () => finish('end'));
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? finish('reset') : (clearTimeout(timer), reject(error))));
  });
}

function isWhole(bytes: Buffer): boolean {
  const split = bytes.indexOf('\r\n\r\n');
  if (split === -1) return false;
  const head = bytes.subarray(0, split).toString('latin1');
  const body = bytes.subarray(split + 4);
  if (/^HTTP\/1\.1 (204|304)/.test(head)) return true;
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) return body.length >= Number(length);
  return body.subarray(-5).toString('latin1') === '0\r\n\r\n';
}

/** A POST with a JSON body, as bytes. */
export function post(path: string, body: string | Uint8Array, headers: readonly string[] = []): Buffer {
  const bytes = Buffer.from(body as string);
  const lines = [`POST ${path} HTTP/1.1`, 'host: gateway', 'content-type: application/json', `content-length: ${bytes.length}`, ...headers];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), bytes]);
}
