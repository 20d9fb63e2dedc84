import type { Report } from '../domain/report.ts';
import { reporters } from '../report/index.ts';
import { writeFiles } from './write-files.ts';

/** Writes every reporter's files into the folder, each whole or not at all; returns their paths. @throws RehearsalFailure DISK_FULL, WRITE_FAILED */
export function writeReports(report: Report, folder: string): readonly string[] {
  return writeFiles(
    reporters.flatMap((reporter) => reporter.render(report)),
    folder,
  );
}
