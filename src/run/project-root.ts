import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that commands run in: the nearest one upwards that holds a project, else the scenario's own. */
export function projectRoot(folder: string): string {
  const markers = ['package.json', '.git', 'pyproject.toml', 'go.mod', 'Cargo.toml'];
  for (let current = folder; ; current = dirname(current)) {
    if (markers.some((marker) => existsSync(join(current, marker)))) return current;
    if (dirname(current) === current) return folder;
  }
}
