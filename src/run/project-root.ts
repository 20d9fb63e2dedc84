import { existsSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

/** The folder that commands run in: the nearest one upwards that holds a project, else the one Rehearsal runs in, where the scenario lies below it. */
export function projectRoot(folder: string): string {
  const markers = ['package.json', '.git', 'pyproject.toml', 'go.mod', 'Cargo.toml'];
  for (let current = folder; ; current = dirname(current)) {
    if (markers.some((marker) => existsSync(join(current, marker)))) return current;
    if (dirname(current) !== current) continue;
    const here = process.cwd();
    return `${resolve(folder)}${sep}`.startsWith(`${here}${sep}`) ? here : folder;
  }
}
