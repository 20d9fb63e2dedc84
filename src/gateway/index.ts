export type { Answerer } from './answerer.ts';
export { createEpisodeGate, type EpisodeGate } from './episode-gate.ts';
export { startHttpFront, type HttpFront } from './http-front.ts';
export { createRealClock } from './real-clock.ts';
export { agentEnvironment, providers } from './routes.ts';
export { createRecordAnswerer, type RecordingAnswerer } from './answerers/record.ts';
export { createReplayAnswerer } from './answerers/replay.ts';
export { createScriptAnswerer } from './answerers/script.ts';
export { createUpstreamAnswerer } from './answerers/upstream.ts';
