/**
 * Ctrl-C and `kill`: the first asks everything to stop and waits for it, a second one leaves at once, and kills whatever was started.
 * Returns the signal and a way to stop listening. `words` are said at the first, because ending agents takes a moment.
 */
export function onInterruption(words?: string): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const handler = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(name === 'SIGINT' ? 130 : 143);
    if (words !== undefined) process.stderr.write(`\n${words} Once more leaves at once.\n`);
    controller.abort();
  };
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of names) process.on(name, handler);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of names) process.off(name, handler);
    },
  };
}
