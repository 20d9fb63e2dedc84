import { readFileSync } from 'node:fs';
import type { Bounds, Campaign } from '../domain/campaign.ts';
import { boundsSchema } from '../domain/campaign-schema.ts';
import { parseSource } from '../domain/document.ts';
import { durationSchema, secondsOf } from '../domain/duration.ts';
import { RehearsalFailure, toFailure } from '../domain/failure.ts';
import { lazyValidator } from '../domain/validate.ts';
import { readReport } from '../report/read-report.ts';
import { parseCount } from './parse-options.ts';

/** What the command line says about campaigns. */
export interface CampaignArguments {
  readonly repeat?: number;
  readonly ramp?: string;
  readonly bounds?: string;
  readonly baselineCampaign?: string;
}

export interface CampaignOptions {
  readonly repeat?: number;
  readonly rampMs?: number;
  readonly bounds?: Bounds;
  readonly baseline?: ReadonlyMap<string, Campaign>;
}

/** @throws RehearsalFailure USAGE, CONFIGURATION_INVALID (a file of bounds), REPORT_INVALID (a baseline). */
export function campaignOptions(args: CampaignArguments): CampaignOptions {
  const repeat = parseCount('repeat', args.repeat, 1);
  return {
    ...(repeat === undefined ? {} : { repeat }),
    ...(args.ramp === undefined ? {} : { rampMs: parseDuration('ramp', args.ramp) * 1000 }),
    ...(args.bounds === undefined ? {} : { bounds: readBounds(args.bounds) }),
    ...(args.baselineCampaign === undefined ? {} : { baseline: readBaseline(args.baselineCampaign) }),
  };
}

function parseDuration(name: string, text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : RegExp(durationSchema.anyOf[1].pattern).test(text) ? secondsOf(text) : NaN;
  if (Number.isFinite(seconds)) return seconds;
  throw new RehearsalFailure('USAGE', `--${name} ${text} is no length of time.`, { hint: `For example --${name} 30s, or --${name} 2m.` });
}

const validateBounds = lazyValidator(boundsSchema);

function readBounds(path: string): Bounds {
  const document = parseSource(readText(path, '--bounds'), path, 'CONFIGURATION_INVALID', 'Bounds are described in docs/CAMPAIGNS.md.');
  validateBounds(document, 'CONFIGURATION_INVALID');
  return document.value as Bounds;
}

/** The campaigns of an earlier report. One without any is no baseline: to compare with nothing must not look like success. */
function readBaseline(path: string): ReadonlyMap<string, Campaign> {
  const { cases } = readReport(readText(path, '--baseline-campaign'), path);
  const found = cases.flatMap(({ id, campaign }): [string, Campaign][] => (campaign === undefined ? [] : [[id, campaign]]));
  if (found.length > 0) return new Map(found);
  throw new RehearsalFailure('USAGE', `There is no campaign in ${path}.`, {
    hint: 'The baseline is the report.json of an earlier run with repeated cases: rehearsal run --repeat 1000.',
  });
}

function readText(path: string, option: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new RehearsalFailure('USAGE', `${option}: ${path} cannot be read: ${toFailure(error).message}`, { cause: error });
  }
}
