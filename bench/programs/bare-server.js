// The yardstick: a bare `node:http` server that reads the request's body and answers the bytes of a file, in the same writes.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { status, headers, chunks } = JSON.parse(
  process.argv[2] === undefined ? '{"status":200,"headers":[],"chunks":[""]}' : readFileSync(process.argv[2], 'utf8'),
);
const pieces = chunks.map((text) => Buffer.from(text, 'utf8'));
const rawHeaders = headers.flat();

const server = createServer((request, response) => {
  const body = [];
  request.on('data', (chunk) => body.push(chunk));
  request.on('end', () => {
    Buffer.concat(body);
    response.sendDate = false;
    response.writeHead(status, rawHeaders);
    for (let index = 0; index < pieces.length - 1; index++) response.write(pieces[index]);
    response.end(pieces.at(-1));
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
