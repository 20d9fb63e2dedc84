import type { Move } from '../move.ts';
import { anyConfidence } from './any-confidence.ts';
import { asUsual } from './as-usual.ts';
import { claimedSuccess } from './claimed-success.ts';
import { duplicateIds } from './duplicate-ids.ts';
import { earlyEnd } from './early-end.ts';
import { emptyTurn } from './empty-turn.ts';
import { extraArgument } from './extra-argument.ts';
import { fittingAnswer } from './fitting-answer.ts';
import { fittingCallMove } from './fitting-call.ts';
import { halfWrittenArguments } from './half-written-arguments.ts';
import { lengthLimit } from './length-limit.ts';
import { missingArgument } from './missing-argument.ts';
import { noEnd } from './no-end.ts';
import { offSchemaArgument } from './off-schema-argument.ts';
import { plainAnswer } from './plain-answer.ts';
import { planOutsideScope } from './plan-outside-scope.ts';
import { refusal } from './refusal.ts';
import { repeatedCall } from './repeated-call.ts';
import { severalCalls } from './several-calls.ts';
import { stateJump } from './state-jump.ts';
import { unfittingAnswer } from './unfitting-answer.ts';
import { unknownTool } from './unknown-tool.ts';
import { usualButChanged } from './usual-but-changed.ts';

/** Everything that a model may say. One file, one line here. */
export const moves: readonly Move[] = [
  asUsual,
  plainAnswer,
  fittingCallMove,
  fittingAnswer,
  usualButChanged,
  severalCalls,
  repeatedCall,
  claimedSuccess,
  stateJump,
  planOutsideScope,
  anyConfidence,
  offSchemaArgument,
  unfittingAnswer,
  unknownTool,
  missingArgument,
  extraArgument,
  halfWrittenArguments,
  duplicateIds,
  lengthLimit,
  earlyEnd,
  noEnd,
  emptyTurn,
  refusal,
];
