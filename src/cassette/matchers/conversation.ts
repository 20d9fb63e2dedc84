import { canonicalJson, type Json } from '../../domain/json.ts';
import { keyOf } from '../key.ts';
import type { LooserMatcher } from '../matcher.ts';

/** The conversation alone: for a move to another model. */
export const conversation: LooserMatcher = {
  name: 'conversation',
  passesOver: 'model, tools, parameters and streaming did not count',
  key({ chat, dialect, turnKeys }) {
    if (chat === undefined || dialect === undefined) return undefined;
    return keyOf(canonicalJson({ dialect, operation: chat.operation, system: chat.system as unknown as Json }), turnKeys);
  },
};
