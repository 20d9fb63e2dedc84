// Goal: the rooms of docs/ARCHITECTURE.md are what the code says. Method: read every import of `src/` as text, and hold it against the table.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Which rooms a room may import from, and which packages belong to it. The doors may import everything; nothing imports a door, but for the Vitest one, which stands before the TypeScript one. */
const rooms: Readonly<Record<string, { readonly rooms: readonly string[]; readonly packages: readonly string[] }>> = {
  domain: { rooms: [], packages: ['ajv', 'ajv-formats', 'yaml'] },
  dialect: { rooms: ['domain'], packages: [] },
  cassette: { rooms: ['domain'], packages: ['yaml', 'diff'] },
  contract: { rooms: ['domain'], packages: [] },
  generate: { rooms: ['domain', 'contract', 'dialect'], packages: ['fast-check'] },
  fault: { rooms: ['domain'], packages: ['toxiproxy-node-client'] },
  evidence: { rooms: ['domain'], packages: ['protobufjs'] },
  world: { rooms: ['domain', 'contract'], packages: [] },
  gateway: { rooms: ['domain', 'dialect', 'cassette', 'fault', 'evidence', 'world'], packages: [] },
  check: { rooms: ['domain', 'contract'], packages: [] },
  run: {
    rooms: ['domain', 'dialect', 'cassette', 'contract', 'fault', 'gateway', 'check', 'evidence', 'world'],
    packages: ['@mswjs/interceptors', '@sinonjs/fake-timers', 'nock', 'testcontainers'],
  },
  explore: {
    rooms: ['domain', 'dialect', 'cassette', 'contract', 'generate', 'fault', 'gateway', 'check', 'world', 'run'],
    packages: ['fast-check', 'yaml'],
  },
  shadow: { rooms: ['domain'], packages: ['csv-parse', 'pg', 'yaml'] },
  report: { rooms: ['domain'], packages: ['echarts', 'handlebars'] },
  assembly: {
    rooms: [
      'domain',
      'dialect',
      'cassette',
      'contract',
      'generate',
      'fault',
      'gateway',
      'check',
      'run',
      'explore',
      'shadow',
      'report',
      'evidence',
      'world',
    ],
    packages: [],
  },
};
const doors = ['index', 'agent', 'intercept', 'vitest', 'cli', 'shadow-client', 'properties'];
const doorPackages = ['yargs', 'yaml', 'vitest', 'fast-check'];

/** Rooms that must stay pure: no disk, no network, no clock, no chance. */
const pure = { dialect: true, contract: true, generate: true, check: true, report: true } as const;
/** The judging half of a room whose other half keeps a ledger. */
const pureFolders = ['shadow/statistics', 'shadow/verdict', 'shadow/simulation'];
const impure = /node:(?!crypto|util|buffer|module|zlib)/;

interface Import {
  readonly file: string;
  readonly room: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const source = resolve(import.meta.dirname, '../src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join(source, name));
const imports = files.flatMap(importsOf);

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, 'utf8');
  const room = roomOf(file);
  const found = [
    ...text.matchAll(/(?:^|\n)\s*(?:import|export)\s+(type\s+)?[^;'"]*?from\s+'([^']+)'|(?:^|\n)\s*import\s+'([^']+)'|\bimport\('([^']+)'\)/g),
  ];
  return found.map((match) => ({ file, room, target: match[2] ?? match[3] ?? match[4]!, typeOnly: match[1] !== undefined }));
}

function roomOf(file: string): string {
  return relative(source, file).split('/')[0]!.replace(/\.ts$/, '');
}

function show({ file, target }: Import): string {
  return `${relative(source, file)} → ${target}`;
}

describe('the rooms of src/', () => {
  it('were found, with their imports', () => {
    expect(files.length).toBeGreaterThan(80);
    expect(imports.length).toBeGreaterThan(300);
    expect(new Set(files.map(roomOf))).toEqual(new Set([...Object.keys(rooms), ...doors]));
  });

  it('import only from the rooms that the table allows', () => {
    const local = imports.filter(({ target }) => target.startsWith('.'));
    const broken = local.filter((one) => {
      const target = roomOf(resolve(dirname(one.file), one.target));
      if (doors.includes(target)) return !(one.room === target && target === 'cli') && !(one.room === 'vitest' && target === 'index');
      return one.room !== target && !doors.includes(one.room) && !rooms[one.room]!.rooms.includes(target);
    });
    expect(broken.map(show)).toEqual([]);
  });

  it('import only files that exist, by their .ts name', () => {
    const broken = imports.filter(
      ({ file, target }) => target.startsWith('.') && !(target.endsWith('.ts') && existsSync(resolve(dirname(file), target))),
    );
    expect(broken.map(show)).toEqual([]);
  });

  it('use only the packages that belong to them', () => {
    const broken = imports.filter(({ room, target }) => {
      if (target.startsWith('.') || target.startsWith('node:')) return false;
      const name = target
        .split('/')
        .slice(0, target.startsWith('@') ? 2 : 1)
        .join('/');
      return !(doors.includes(room) ? doorPackages : rooms[room]!.packages).includes(name);
    });
    expect(broken.map(show)).toEqual([]);
    expect(imports.filter(({ target }) => !target.startsWith('node:') && builtinModules.includes(target)).map(show)).toEqual([]);
  });

  it('that judge or render touch neither disk nor network nor clock', () => {
    const isPure = (file: string): boolean => roomOf(file) in pure || pureFolders.includes(relative(source, dirname(file)));
    const inside = files.filter(isPure);
    expect(inside.length).toBeGreaterThan(60);
    for (const folder of pureFolders) expect(inside.some((file) => relative(source, dirname(file)) === folder)).toBe(true);
    expect(imports.filter(({ file, target }) => isPure(file) && impure.test(target)).map(show)).toEqual([]);
    const outward = imports.filter(
      ({ file, target }) => pureFolders.includes(relative(source, dirname(file))) && /(^|\/)(ledger|import|observe|queue)\//.test(target),
    );
    expect(outward.map(show)).toEqual([]);
    const clocks = inside.filter((file) => /\b(Date\.now|performance\.now|new Date\(\))/.test(readFileSync(file, 'utf8')));
    expect(clocks.map((file) => relative(source, file))).toEqual([]);
  });

  it('take no chance but from the seed', () => {
    expect(files.filter((file) => readFileSync(file, 'utf8').includes('Math.random')).map((file) => relative(source, file))).toEqual([]);
  });

  it('have no cycles among files', () => {
    const graph = new Map(
      files.map((file) => [
        file,
        imports.filter((one) => one.file === file && one.target.startsWith('.') && !one.typeOnly).map((one) => resolve(dirname(file), one.target)),
      ]),
    );
    expect(cyclesOf(graph).map((cycle) => cycle.map((file) => relative(source, file)).join(' → '))).toEqual([]);
  });
});

describe('docs/ARCHITECTURE.md', () => {
  const text = readFileSync(resolve(import.meta.dirname, '../docs/ARCHITECTURE.md'), 'utf8');

  it('names only paths that exist', () => {
    const paths = [...text.matchAll(/`((?:src|test|docs|scenarios|cassettes|bench|scripts|schema|bin|prices)\/[\w./-]*)`/g)].map(
      (match) => match[1]!,
    );
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(resolve(import.meta.dirname, '..', path)))).toEqual([]);
  });

  it('has a row for every room', () => {
    for (const room of Object.keys(rooms)) expect(text).toContain(`| \`${room}\` |`);
  });
});

function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      cycles.push([...path.slice(path.indexOf(file)), file]);
      return;
    }
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}
