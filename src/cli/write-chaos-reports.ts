import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChaosReport } from '../domain/chaos.ts';
import { RehearsalFailure, toFailure } from '../domain/failure.ts';
import { chaosReporters } from '../report/chaos/index.ts';
import { makeFolder } from '../run/make-folder.ts';

/** Writes the files of an exploration, each whole or not at all; returns their paths. @throws RehearsalFailure DISK_FULL, WRITE_FAILED */
export function writeChaosReports(report: ChaosReport, folder: string): readonly string[] {
  const files = chaosReporters.flatMap((reporter) => reporter.render(report));
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
