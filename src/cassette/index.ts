export { openCassette, type CassetteEntry, type OpenCassette } from './open-cassette.ts';
export { createLibrary, type Playback } from './playback.ts';
export type { Dialects } from './read-cassette.ts';
