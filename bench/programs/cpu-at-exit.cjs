// Required before a program that is measured: writes the CPU time that it took, all threads together, to the file that REHEARSAL_BENCH_CPU names.
const { writeFileSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

if (isMainThread) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    writeFileSync(process.env.REHEARSAL_BENCH_CPU, String((user + system) / 1000));
  });
}
