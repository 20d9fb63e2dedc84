import { RehearsalFailure } from '../../../domain/failure.ts';
import { type Detector, findAll } from '../detector.ts';
import { digits, labelled } from '../placeholder.ts';

/** A secret that only the user knows the form of. `pattern` is the source of a JavaScript regular expression, matched against decoded values. */
export interface UserPattern {
  readonly name: string;
  readonly pattern: string;
}

/** @throws RehearsalFailure CONFIGURATION_INVALID for a bad name, an invalid expression, or one that matches nothing at all. */
export function userDeclared(declared: UserPattern): Detector {
  const { name, pattern } = declared;
  if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/.test(name)) {
    throw invalid(name, 'its name may hold only letters, digits and dashes', 'Rename it: the name becomes a part of the placeholder.');
  }
  const expression = compile(declared);
  for (const probe of ['', 'a', ' a-1.', '\n']) {
    if ([...probe.matchAll(expression)].some(([found]) => found === '')) {
      throw invalid(name, `the pattern /${pattern}/ matches an empty text`, 'Use + instead of *, or name the characters that must occur.');
    }
  }
  return {
    name,
    hint: /(?:)/,
    find: (text) => findAll(expression, text),
    // A value of digits alone may be a JSON number and must stay one.
    placeholder: (secret) => (/^\d+$/.test(secret) ? digits(secret) : labelled(name, secret)),
  };
}

function compile({ name, pattern }: UserPattern): RegExp {
  try {
    return new RegExp(pattern, 'gu');
  } catch (unicodeError) {
    // Unicode mode refuses needless escapes such as `\-`, which many people write.
    try {
      return new RegExp(pattern, 'g');
    } catch {
      throw invalid(name, (unicodeError as Error).message, 'Correct the expression, or test it with `new RegExp(…)` in node.');
    }
  }
}

function invalid(name: string, reason: string, hint: string): RehearsalFailure {
  return new RehearsalFailure('CONFIGURATION_INVALID', `The redaction pattern "${name}" cannot be used: ${reason}.`, { hint });
}
