export { openCassette, type CassetteEntry, type OpenCassette } from './open-cassette.ts';
export { openTogether } from './open-together.ts';
export { createLibrary, type Playback } from './playback.ts';
export type { Dialects } from './read-cassette.ts';
export type { AnswerMeaning } from './recorded-answer.ts';
