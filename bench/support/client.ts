import { connect, type Socket } from 'node:net';

/** One request, ready to be written, and what its answer must hold. */
export interface PreparedRequest {
  readonly bytes: Buffer;
  /** A part of the body of the one right answer. */
  readonly expected: string;
}

const connections = 4;

/** Sends all requests over a few kept-alive connections, and fails unless every answer is the right one. */
export async function exchangeAll(port: number, requests: readonly PreparedRequest[]): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    const socket = await open(port);
    try {
      while (next < requests.length) {
        const request = requests[next++]!;
        const answer = await exchange(socket, request.bytes);
        if (!answer.startsWith('HTTP/1.1 200') || !answer.includes(request.expected)) throw new Error(`A wrong answer:\n${answer.slice(0, 2000)}`);
      }
    } finally {
      socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: Math.min(connections, requests.length) }, lane));
}

/** One request on a connection of its own: the whole answer as it is on the wire. */
export async function exchangeOnce(port: number, request: Buffer): Promise<string> {
  const socket = await open(port);
  try {
    return await exchange(socket, request);
  } finally {
    socket.destroy();
  }
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.setNoDelay(true);
    socket.once('error', reject);
  });
}

function exchange(socket: Socket, request: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    let length: number | undefined;
    const done = (error: Error | undefined): void => {
      socket.off('data', read);
      socket.off('error', done);
      socket.off('close', closed);
      if (error === undefined) resolve(received);
      else reject(error);
    };
    const closed = (): void => done(new Error(`The server closed the connection after: ${received.slice(0, 500)}`));
    const read = (chunk: Buffer): void => {
      received += chunk.toString('latin1');
      length ??= lengthOf(received);
      if (length === -1 ? received.endsWith('\r\n0\r\n\r\n') : length !== undefined && received.length >= length) done(undefined);
    };
    socket.on('data', read);
    socket.once('error', done);
    socket.once('close', closed);
    socket.write(request);
  });
}

/** Length of head and body together; -1 where the body comes in chunks, undefined while the head is not whole. */
function lengthOf(received: string): number | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const declared = /\r\ncontent-length: *(\d+)/i.exec(received.slice(0, end + 2))?.[1];
  return declared === undefined ? -1 : end + 4 + Number(declared);
}
