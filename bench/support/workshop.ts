import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What every measurement works with. */
export interface Workshop {
  /** What is measured, in words. */
  readonly measured: string;
  /** Program and first arguments of the command line as users run it: built, through its executable. */
  readonly rehearsal: readonly string[];
  /** Folder of the built modules. */
  readonly built: string;
  /** A new empty folder, gone at the end. */
  folder(name: string): string;
  /** Where an optional peer's module is; undefined where it is not installed. */
  peer(specifier: string): string | undefined;
  /** The folder of an optional peer's executable. */
  peerProgram(name: string): string | undefined;
  close(): void;
}

const root = resolve(import.meta.dirname, '../..');
/** Ignored by git, and inside the project, so that the built code finds its dependencies. */
const work = join(root, '.rehearsal', 'bench');

/** Builds the program into a place of its own, as it is published. */
export async function openWorkshop(): Promise<Workshop> {
  const home = join(work, 'package');
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  const compiled = spawnSync(process.execPath, [join(root, 'scripts', 'build.ts'), join(home, 'dist')], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}` },
  });
  if (!existsSync(join(home, 'dist', 'cli', 'main.js'))) throw new Error(`The program could not be built:\n${compiled.stdout}${compiled.stderr}`);
  if (compiled.status !== 0) console.error(`The compiler complains; what it made is measured anyway:\n${compiled.stdout}`);
  for (const name of ['bin', 'schema', 'prices', 'package.json']) {
    if (existsSync(join(root, name))) cpSync(join(root, name), join(home, name), { recursive: true });
  }
  const folders = mkdtempSync(join(work, 'run-'));
  return {
    measured: 'the working tree, built',
    rehearsal: [process.execPath, join(home, 'bin', 'rehearsal.js')],
    built: join(home, 'dist'),
    folder(name) {
      const folder = join(folders, name);
      mkdirSync(folder, { recursive: true });
      return folder;
    },
    peer: (specifier) => resolveFrom(peerFolders(), specifier),
    peerProgram: (name) =>
      peerFolders()
        .map((folder) => join(folder, '.bin', name))
        .find((path) => existsSync(path)),
    close: () => rmSync(folders, { recursive: true, force: true }),
  };
}

/** `REHEARSAL_BENCH_PEERS` names a `node_modules` with peers that this project does not depend on. */
function peerFolders(): readonly string[] {
  const named = process.env['REHEARSAL_BENCH_PEERS'];
  return [join(root, 'node_modules'), ...(named === undefined ? [] : [resolve(named)])];
}

function resolveFrom(folders: readonly string[], specifier: string): string | undefined {
  for (const folder of folders) {
    try {
      return import.meta.resolve(specifier, pathToFileURL(join(folder, '..', 'bench.js')).href);
    } catch {
      // Not installed there.
    }
  }
  return undefined;
}
