export { askPerson, askPersonDescription, askPersonInput, askPersonName, waitMsOf } from './ask-person.ts';
export type { CommitDetails, HandlerModule, ToolHandler, ToolHandlers, ToolWorld } from './handlers.ts';
export { statusOf } from '../contract/index.ts';
export { loadHandlers } from './handlers.ts';
export { stateChanges } from './state-changes.ts';
export { createTape, type Tape, type TapedResult } from './tape.ts';
export type { ToolAnswer, ToolRequest } from './tool-answer.ts';
export type { StruckCall } from './tool-calls.ts';
export { createWorld, type World, type WorldOptions } from './world.ts';
