// Builds `dist/` (or the folder that is named): JavaScript and types of everything under `src/`, the templates of the pages as functions, the command line in a few files.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { bundleCommandLine } from './bundle-command-line.ts';
import { compiledPagesModule } from './compile-pages.ts';

const folder = resolve(process.argv[2] ?? 'dist');
rmSync(folder, { recursive: true, force: true });
execFileSync('tsc', ['-p', 'tsconfig.build.json', '--outDir', folder], { stdio: 'inherit' });
writeFileSync(resolve(folder, 'report/compiled-pages.js'), compiledPagesModule());
await bundleCommandLine(folder);
