import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { RehearsalFailure, type SourcePlace } from '../../domain/failure.ts';
import type { Property, Relation } from './property.ts';

/** Names under which they stand beside a scenario, where it names no file itself. */
const besides = (file: string): readonly string[] => {
  const stem = file.replace(/\.ya?ml$/, '');
  return [`${stem}.properties.ts`, `${stem}.properties.js`, join(stem, 'properties.ts'), join(stem, 'properties.js')];
};

/**
 * Reads the user's properties of a scenario: all that the module exports, alone or in lists.
 *
 * @throws RehearsalFailure PROPERTIES_INVALID where the module cannot be loaded, exports none, or two have one name.
 */
export async function loadProperties(file: string, named: string | undefined, place?: SourcePlace): Promise<readonly (Property | Relation)[]> {
  const path = named === undefined ? besides(file).find((candidate) => existsSync(candidate)) : join(dirname(file), named);
  if (path === undefined) return [];
  const hint = "A file of properties exports `property('…', (episode) => …)`. See docs/PROPERTIES.md.";
  const at = place === undefined ? {} : { place };
  let loaded: Readonly<Record<string, unknown>>;
  try {
    loaded = (await import(pathToFileURL(resolve(path)).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new RehearsalFailure('PROPERTIES_INVALID', `The properties ${path} cannot be loaded: ${(error as Error).message}`, {
      ...at,
      hint,
      cause: error,
    });
  }
  const found = [...new Set(Object.values(loaded).flat())].filter(isProperty);
  if (found.length === 0) {
    const exported = Object.keys(loaded).join(', ') || 'nothing';
    throw new RehearsalFailure('PROPERTIES_INVALID', `${path} exports no property; exported: ${exported}.`, { ...at, hint });
  }
  const twice = found.find(({ name }, index) => found.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined)
    throw new RehearsalFailure('PROPERTIES_INVALID', `Two properties in ${path} are named ${JSON.stringify(twice.name)}.`, {
      ...at,
      hint: 'Give each a name of its own.',
    });
  return found;
}

function isProperty(value: unknown): value is Property | Relation {
  const kind = (value as { readonly kind?: unknown } | undefined | null)?.kind;
  return kind === 'property' || kind === 'relation';
}
