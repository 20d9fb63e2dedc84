import { renameSync, writeFileSync } from 'node:fs';
import type { CasePlan } from '../domain/scenario.ts';
import { slug, stem } from '../run/file-names.ts';

/** A name for what was found in a case, by what it is; `taken` holds the names that this exploration has given. */
export function foundName(plan: CasePlan, what: string, taken: Set<string>): string {
  const wanted = `${stem(plan.file).slice(0, 30)}-${slug(plan.name).slice(0, 40)}-${slug(what).slice(0, 60)}`;
  let name = wanted.replaceAll(/-+/g, '-').replace(/-$/, '');
  for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
  taken.add(name);
  return name;
}

/** Writes a file whole, or not at all. */
export function putFile(path: string, text: string): void {
  writeFileSync(`${path}.pending`, text);
  renameSync(`${path}.pending`, path);
}
