export { detectors } from './detectors/index.ts';
export { createRedactor, type Redactor } from './redactor.ts';
