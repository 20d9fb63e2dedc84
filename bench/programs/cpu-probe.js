// Preloaded into every server that is measured: tells its own CPU time, all threads together, when asked.
process.on('message', () => process.send(process.cpuUsage()));
process.channel.unref();
