import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RehearsalFailure, toFailure } from '../domain/failure.ts';
import type { Report } from '../domain/report.ts';
import { makeFolder } from '../run/make-folder.ts';
import { reporters } from '../report/index.ts';

/** Writes every reporter's files into the folder, each whole or not at all; returns their paths. @throws RehearsalFailure DISK_FULL, WRITE_FAILED */
export function writeReports(report: Report, folder: string): readonly string[] {
  const files = reporters.flatMap((reporter) => reporter.render(report));
  try {
    makeFolder(folder);
    return files.map(({ path, text }) => {
      const target = join(folder, path);
      writeFileSync(`${target}.pending`, text);
      renameSync(`${target}.pending`, target);
      return target;
    });
  } catch (error) {
    const failure = toFailure(error, 'WRITE_FAILED');
    throw new RehearsalFailure(failure.code, `The reports could not be written to ${folder}: ${failure.message}`, {
      hint: failure.hint ?? 'Name another folder with --reports.',
      cause: error,
    });
  }
}
