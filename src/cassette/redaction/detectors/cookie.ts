import { type Detector, findAll } from '../detector.ts';
import { labelled } from '../placeholder.ts';

const expression = /\b(?:set-)?cookie:[ \t]{0,4}([\w!#$%&'*+.^`|~-]{1,128}=[^\r\n"'\\]{1,4096})/dgi;

/** The value of a cookie header that is quoted in a text, for instance in a command line; header fields themselves: `headers.ts`. */
export const cookie: Detector = {
  name: 'cookie',
  hint: /(?:[Cc]ookie|COOKIE):/,
  find: (text) => findAll(expression, text),
  placeholder: (secret) => labelled('cookie', secret),
};
