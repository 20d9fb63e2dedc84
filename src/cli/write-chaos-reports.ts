import type { ChaosReport } from '../domain/chaos.ts';
import { chaosReporters } from '../report/chaos/index.ts';
import { writeFiles } from './write-files.ts';

/** Writes the files of an exploration, each whole or not at all; returns their paths. @throws RehearsalFailure DISK_FULL, WRITE_FAILED */
export function writeChaosReports(report: ChaosReport, folder: string): readonly string[] {
  return writeFiles(
    chaosReporters.flatMap((reporter) => reporter.render(report)),
    folder,
  );
}
