import type { ChaosReporter } from './chaos-reporter.ts';
import { chaosGithub } from './github.ts';
import { chaosHtml } from './html.ts';
import { chaosJson } from './json.ts';
import { chaosJunit } from './junit.ts';

/** Every reporter that writes the files of an exploration: one file, one line here, and the laws of reporters pass. The file for people stands last. */
export const chaosReporters: readonly ChaosReporter[] = [chaosJson, chaosJunit, chaosGithub, chaosHtml];
