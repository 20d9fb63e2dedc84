import { github } from './github.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import type { Reporter } from './reporter.ts';

/** Every reporter that writes files: one file, one line here, and its laws pass. */
export const reporters: readonly Reporter[] = [html, junit, json, github];
