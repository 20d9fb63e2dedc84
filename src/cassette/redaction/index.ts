export type { Detector, Span } from './detector.ts';
export { detectors } from './detectors/index.ts';
export type { UserPattern } from './detectors/user-declared.ts';
export { createRedactor, type Redactor } from './redactor.ts';
