export { createEvidenceDesk, type EvidenceDesk } from './evidence-desk.ts';
export { openEvidenceFile, type EvidenceFile } from './evidence-file.ts';
