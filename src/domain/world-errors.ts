/**
 * Error codes that the world itself gives in place of a tool. They are no words of the tool: its contract need not list them. The last six
 * are the fault of the tool or of the scenario, never of the agent.
 */
export const worldErrorCodes = [
  'INVALID_ARGUMENTS',
  'UNKNOWN_TOOL',
  'VERSION_REMOVED',
  'RATE_LIMITED',
  'KEY_REUSED',
  'TOOL_FAILED',
  'TOOL_TIMEOUT',
  'TOOL_OFF_CONTRACT',
  'NO_HANDLER',
  'TAPE_EXHAUSTED',
  'RECORDED_ERROR',
] as const;
export type WorldErrorCode = (typeof worldErrorCodes)[number];
