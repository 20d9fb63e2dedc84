// Builds `dist/` (or the folder that is named): JavaScript and types of everything under `src/`, and the templates of the pages as functions.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledPagesModule } from './compile-pages.ts';

const folder = process.argv[2] ?? 'dist';
rmSync(folder, { recursive: true, force: true });
execFileSync('tsc', ['-p', 'tsconfig.build.json', '--outDir', folder], { stdio: 'inherit' });
writeFileSync(join(folder, 'report', 'compiled-pages.js'), compiledPagesModule());
