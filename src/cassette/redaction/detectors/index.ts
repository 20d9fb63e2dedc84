import type { Detector } from '../detector.ts';
import { apiKey } from './api-key.ts';
import { authorization } from './authorization.ts';
import { basic } from './basic.ts';
import { bearer } from './bearer.ts';
import { cardNumber } from './card-number.ts';
import { cookie } from './cookie.ts';
import { eMail } from './e-mail.ts';
import { jwt } from './jwt.ts';
import { password } from './password.ts';
import { privateKey } from './private-key.ts';
import { providerKey } from './provider-key.ts';
import { urlCredentials } from './url-credentials.ts';

/** Every detector. Where two find exactly the same piece, the earlier one names it: those that know a form come before those that know a place. */
export const detectors: readonly Detector[] = [
  privateKey,
  jwt,
  providerKey,
  cardNumber,
  eMail,
  basic,
  bearer,
  authorization,
  apiKey,
  password,
  cookie,
  urlCredentials,
];
