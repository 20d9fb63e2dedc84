import type { FaultKind } from '../fault-kind.ts';

/** The tool says that it has done its work, and has done nothing. */
export const silentNoOp: FaultKind = {
  name: 'silent-no-op',
  site: 'tool',
  summary: 'The tool answers as if it had done its work; nothing is committed, and nothing changes.',
  settings: { type: 'object', additionalProperties: false, properties: {} },
  consumesRecording: false,
  example: {},
  strikeTool: () => ({ pretend: true, text: 'answered as ever, and committed nothing' }),
  // Nothing can be seen of it where nothing would have been committed.
  tries: (place) => (place.kind === 'tool' && place.result !== undefined && place.contract?.effect === 'write' ? [{}] : []),
};
