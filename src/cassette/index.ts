export { cassetteFiles, type CassetteFiles } from './files.ts';
export { canonicalRequest, exactKey, type CanonicalRequest } from './key.ts';
export { openCassette, type CassetteEntry, type OpenCassette } from './open-cassette.ts';
export { canonicalFor, createLibrary, type Library, type Playback } from './playback.ts';
export type { Dialects } from './read-cassette.ts';
