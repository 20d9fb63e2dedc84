// The yardstick: a thousand processes, four at once, their output read; nothing else.
import { spawn } from 'node:child_process';

const count = Number(process.argv[2]);
const lanes = Number(process.argv[3]);
let next = 0;
let wrong = 0;

function run(index) {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/echo', [`hello ${index}`], { stdio: ['ignore', 'pipe', 'pipe'] });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code !== 0 || Buffer.concat(output).toString('utf8') !== `hello ${index}\n`) wrong++;
      resolve();
    });
  });
}

async function lane() {
  while (next < count) await run(next++);
}

await Promise.all(Array.from({ length: lanes }, lane));
process.exitCode = wrong === 0 ? 0 : 1;
