import type { LooserMatcher } from '../matcher.ts';
import { conversation } from './conversation.ts';

/** Every looser matcher; `exact` is the absence of one. One file, one line here. */
export const looserMatchers: readonly LooserMatcher[] = [conversation];
