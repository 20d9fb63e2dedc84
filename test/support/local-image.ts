import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';

/** Why containers cannot be tried here; undefined where they can. */
export function whyNoDocker(): string | undefined {
  try {
    execFileSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 });
    return undefined;
  } catch (error) {
    return `docker info: ${(error as Error).message}`;
  }
}

/** An image made of this machine's own Node and its libraries, because no registry is asked; `files` are its further contents, by their paths. */
export async function buildLocalImage(
  name: string,
  files: Readonly<Record<string, string>>,
  changes: readonly string[] = [],
  folders: Readonly<Record<string, string>> = {},
): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'image-'));
  const put = (from: string, to: string): void => {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    copyFileSync(from, join(root, to));
  };
  try {
    put(process.execPath, '/bin/node');
    const linked = execFileSync('ldd', [process.execPath], { encoding: 'utf8' });
    for (const [, library] of linked.matchAll(/(\/\S+) \(0x/g)) put(library!, library!);
    put('/bin/sh', '/bin/sh');
    mkdirSync(join(root, 'tmp'), { mode: 0o1777 });
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    for (const [path, from] of Object.entries(folders)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      execFileSync('cp', ['-rL', from, join(root, path)]);
    }
    const image = `rehearsal-test/${name}:${process.pid}-${threadId}`;
    const tar = spawn('tar', ['-C', root, '-c', '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const docker = spawn('docker', ['import', ...changes.flatMap((change) => ['--change', change]), '-', image], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    tar.stdout.pipe(docker.stdin);
    const [code] = (await once(docker, 'close')) as [number];
    if (code !== 0) throw new Error(`docker import ended with ${code}`);
    return image;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

export function removeImage(image: string): void {
  execFileSync('docker', ['rmi', '--force', image], { stdio: 'ignore' });
}

/** Containers and networks that runs of a process left behind, this thread's unless another process is named. */
export function leftInDocker(owner = `${process.pid}-${threadId}-`): readonly string[] {
  return [
    ['ps', '--all', '--format', '{{.Label "rehearsal.run"}} {{.Image}}'],
    ['network', 'ls', '--format', '{{.Label "rehearsal.run"}} network'],
  ].flatMap((words) =>
    execFileSync('docker', words, { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.startsWith(owner)),
  );
}
