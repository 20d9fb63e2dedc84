/** Settles with the work, or after so long without it. */
export function within(milliseconds: number, work: Promise<unknown>): Promise<unknown> {
  return Promise.race([work, new Promise((resolve) => setTimeout(resolve, milliseconds).unref())]);
}
