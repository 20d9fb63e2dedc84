// The least that Node can do between a client and a server: two sockets, piped into each other. The first argument is the server's port.
import { connect, createServer } from 'node:net';

const server = createServer({ noDelay: true, pauseOnConnect: true }, (client) => {
  const upstream = connect({ port: Number(process.argv[2]), host: '127.0.0.1', noDelay: true }, () => {
    client.pipe(upstream);
    upstream.pipe(client);
  });
  for (const socket of [client, upstream]) socket.on('error', () => undefined);
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
