/** Something that lives as long as a session of the agent (a breaker, a rate limit): a test runs many sessions in one process, and none may feel the one before. */
export function perSession<T>(make: () => T): () => T {
  let session: string | undefined;
  let made: { readonly value: T } | undefined;
  return () => {
    const now = process.env['REHEARSAL_EPISODE'];
    if (made === undefined || session !== now) made = { value: make() };
    session = now;
    return made.value;
  };
}
