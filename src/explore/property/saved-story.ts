import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { RehearsalFailure, toFailure } from '../../domain/failure.ts';
import { isJsonObject, type Json } from '../../domain/json.ts';
import type { Story } from './story.ts';

/** A story on the disk: with the case that it was found in, so that exploration can go on from there. */
export interface SavedStory {
  readonly format: 'rehearsal/story/1';
  /** The scenario file, from the folder in which it was explored. */
  readonly scenario: string;
  readonly case: string;
  readonly claims: readonly string[];
  /** Seed and number of the episode in which it was found. */
  readonly seed: number;
  readonly episode: number;
  readonly story: Story;
}

/** The text of a saved story. */
export function writeStory(saved: SavedStory): string {
  return `${JSON.stringify({ ...saved, scenario: relative('.', saved.scenario) || saved.scenario }, undefined, 2)}\n`;
}

/** @throws RehearsalFailure STORY_INVALID where the file is none. */
export function readSavedStory(file: string): SavedStory {
  const hint = 'A story is saved beside its scenario by `rehearsal explore`, as ….story.json.';
  let value: Json;
  try {
    value = JSON.parse(readFileSync(file, 'utf8')) as Json;
  } catch (error) {
    throw new RehearsalFailure('STORY_INVALID', `${file} cannot be read: ${toFailure(error).message}`, { place: { file }, hint, cause: error });
  }
  const problem = problemOf(value);
  if (problem !== undefined) throw new RehearsalFailure('STORY_INVALID', `${file} is no story: ${problem}.`, { place: { file }, hint });
  return value as unknown as SavedStory;
}

function problemOf(value: Json): string | undefined {
  if (!isJsonObject(value)) return 'it is no object';
  if (value['format'] !== 'rehearsal/story/1') return 'its format is not rehearsal/story/1';
  const { story } = value;
  if (typeof value['scenario'] !== 'string' || typeof value['case'] !== 'string') return 'it names no scenario and case';
  if (!isJsonObject(story)) return 'it has no story';
  const lists = ['tasks', 'turns', 'faults'].filter((member) => !Array.isArray(story[member]));
  if (lists.length > 0) return `its story has no ${lists.join(', ')}`;
  return typeof story['seed'] === 'number' ? undefined : 'its story has no seed';
}
