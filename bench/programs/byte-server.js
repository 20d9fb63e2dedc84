// A server of raw TCP: `GET n\n` is answered by n bytes.
import { createServer } from 'node:net';

const block = Buffer.alloc(64 * 1024, 'x');

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    let left = Number(data.toString('latin1').slice(4));
    const send = () => {
      while (left > 0) {
        const piece = left < block.length ? block.subarray(0, left) : block;
        left -= piece.length;
        if (!socket.write(piece)) return socket.once('drain', send);
      }
      return undefined;
    };
    send();
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
