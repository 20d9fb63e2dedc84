import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { threadId } from 'node:worker_threads';
import { stateFolder } from '../cassette/state-folder.ts';
import type { SourcePlace } from '../domain/failure.ts';
import type { Json } from '../domain/json.ts';

/** A scenario file that was parsed and found valid, and where each of its cases begins. */
export interface RememberedScenario {
  readonly value: Json;
  readonly places: readonly (readonly [line: number, column: number])[];
}

/** What is remembered of scenario files between runs: reading YAML takes longer than running what it says. */
export interface ScenarioCache {
  /** What the file says, if it is as it was. */
  recall(file: string): RememberedScenario | undefined;
  remember(file: string, value: Json, placeOfCase: (index: number) => SourcePlace): void;
  /** Writes what is new. A folder that cannot be written costs speed, nothing else. */
  save(): void;
}

interface CacheFile {
  /** Of the code that read the scenarios. */
  readonly code: string;
  readonly files: Readonly<Record<string, CacheEntry>>;
}

type CacheEntry = readonly [stamp: string, scenario: RememberedScenario];

/** Opens the cache of the folder that Rehearsal runs in; one that cannot be read, or that other code wrote, counts as none. */
export function openScenarioCache(): ScenarioCache {
  const path = resolve('.rehearsal', 'scenarios.json');
  const known = readCache(path);
  const fresh = new Map<string, CacheEntry>();
  // Taken before a file is read: what is written to it meanwhile is not taken for what was read.
  const stamps = new Map<string, FileStamp | undefined>();
  return {
    recall(file) {
      const stamp = stampOf(file);
      stamps.set(file, stamp);
      const entry = known.get(file);
      return entry !== undefined && stamp !== undefined && entry[0] === stamp.text ? entry[1] : undefined;
    },
    remember(file, value, placeOfCase) {
      const stamp = stamps.get(file);
      // JSON has no place for some of what YAML can say, such as `.nan`.
      if (stamp?.isSettled !== true || !isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value)) return;
      const cases = (value as { readonly cases: readonly Json[] }).cases;
      const places = cases.map((_, index): readonly [number, number] => {
        const { line = 1, column = 1 } = placeOfCase(index);
        return [line, column];
      });
      fresh.set(file, [stamp.text, { value, places }]);
    },
    save() {
      if (fresh.size === 0) return;
      const others = [...known].filter(([file]) => !fresh.has(file) && (stamps.has(file) || stampOf(file) !== undefined));
      writeCache(path, { code: codeStamp(), files: Object.fromEntries([...others, ...fresh]) });
    },
  };
}

function readCache(path: string): ReadonlyMap<string, CacheEntry> {
  try {
    const { code, files } = JSON.parse(readFileSync(path, 'utf8')) as CacheFile;
    return new Map(code === codeStamp() ? Object.entries(files) : []);
  } catch {
    return new Map();
  }
}

function writeCache(path: string, cache: CacheFile): void {
  try {
    stateFolder();
    const pending = `${path}.${process.pid}-${threadId}`;
    writeFileSync(pending, JSON.stringify(cache));
    renameSync(pending, path);
  } catch {
    // The next run reads the scenarios themselves again.
  }
}

interface FileStamp {
  /** Size, times and inode: a file's change time cannot be set back. */
  readonly text: string;
  /** False where the file is so young that the clock of its disk may not tell the next change from the last. */
  readonly isSettled: boolean;
}

/** Clocks of disks tick every few milliseconds, or every two seconds. */
const tickMsMax = { fine: 100, coarse: 3000 };

function stampOf(file: string): FileStamp | undefined {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  const tickMs = stat.ctimeNs % 1_000_000_000n === 0n ? tickMsMax.coarse : tickMsMax.fine;
  return { text: `${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}:${stat.ino}`, isSettled: Date.now() - Number(stat.ctimeMs) > tickMs };
}

let code: string | undefined;

/** Times and sizes of the files that decide what a scenario says and whether it is valid. */
function codeStamp(): string {
  if (code !== undefined) return code;
  const hash = createHash('sha256').update(process.version);
  for (const folder of [import.meta.dirname, join(import.meta.dirname, '..', 'domain')]) {
    for (const name of readdirSync(folder)) hash.update(`${name}:${stampOf(join(folder, name))?.text}\n`);
  }
  for (const name of ['yaml', 'ajv']) hash.update(`${name}:${stampOf(fileURLToPath(import.meta.resolve(name)))?.text}\n`);
  return (code = hash.digest('hex'));
}
