/** S3.4: facts are kept apart from what was said. Talk may be cut when it grows long; a fact is used as it was found. */
export interface Memory {
  remember(name: string, value: unknown): void;
  /** @throws Error where it was never found: better than a guess. */
  recall<T>(name: string): T;
  /** The last turns of talk, and every fact: what fits a prompt. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export function createMemory(): Memory {
  const facts: Record<string, unknown> = {};
  return {
    facts,
    remember(name, value) {
      facts[name] = value;
    },
    recall<T>(name: string): T {
      if (!(name in facts)) throw new Error(`${name} was never found`);
      return facts[name] as T;
    },
  };
}
