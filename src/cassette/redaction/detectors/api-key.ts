import { type Detector, findAll, hasDigit } from '../detector.ts';
import { labelled } from '../placeholder.ts';

const expression = /\b(?:[a-z]{1,12}-){0,3}api[-_]?key["'\\]{0,4}[ \t]{0,4}[:=][ \t]{0,4}["'\\]{0,4}([A-Za-z0-9._~+/-]{8,}={0,2})/dgi;

/** An API key whose form tells nothing, known by the name before it: `x-api-key: …`, `API_KEY=…`, `"apiKey": "…"` inside a text. */
export const apiKey: Detector = {
  name: 'api-key',
  hint: /[aA][pP][iI][-_]?[kK][eE][yY]["'\\]{0,4}[ \t]{0,4}[:=]/,
  find: (text) => findAll(expression, text, hasDigit),
  placeholder: (secret) => labelled('api-key', secret),
};
