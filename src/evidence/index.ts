export { createEvidenceDesk, type EvidenceDesk } from './evidence-desk.ts';
export { openEvidenceFile } from './evidence-file.ts';
