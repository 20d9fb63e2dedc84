/** Waits for work, but no longer than this. The timer holds the process: where nothing else does, it would end in the middle. */
export async function within(milliseconds: number, work: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([work, new Promise((resolve) => (timer = setTimeout(resolve, milliseconds)))]);
  } finally {
    clearTimeout(timer);
  }
}
