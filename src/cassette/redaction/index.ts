export { type BodyStream, type RedactedPiece } from './body-stream.ts';
export { detectors } from './detectors/index.ts';
export { createRedactor, type Redactor } from './redactor.ts';
export { type WindowSizes, windowSizes } from './window.ts';
