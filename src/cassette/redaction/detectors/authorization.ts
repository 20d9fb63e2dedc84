import { type Detector, findAll, hasDigit } from '../detector.ts';
import { labelled } from '../placeholder.ts';

const expression =
  /(?<!redacted:)authorization["'\\]{0,4}[ \t]{0,4}[:=][ \t]{0,4}["'\\]{0,4}(?!(?:bearer|basic)[ \t])(?:[a-z][a-z0-9-]{1,20}[ \t]{1,4})?([A-Za-z0-9._~+/=-]{8,})/dgi;

/** What follows `Authorization:` in any text, with a scheme that has no detector of its own (`Token …`) or none. */
export const authorization: Detector = {
  name: 'authorization',
  hint: /(?:uthorization|UTHORIZATION)["'\\]{0,4}[ \t]{0,4}[:=]/,
  find: (text) => findAll(expression, text, hasDigit),
  placeholder: (secret) => labelled('authorization', secret),
};
