/** A signal that is aborted after so long, or with another signal. Made of an ordinary timer, so that it also runs on virtual time. */
export function deadline(ms: number, with_?: AbortSignal): { readonly signal: AbortSignal; readonly done: () => void } {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error('no answer in time')), ms);
  const onAbort = (): void => controller.abort(with_?.reason);
  if (with_?.aborted === true) onAbort();
  with_?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    done() {
      clearTimeout(timer);
      with_?.removeEventListener('abort', onAbort);
    },
  };
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
