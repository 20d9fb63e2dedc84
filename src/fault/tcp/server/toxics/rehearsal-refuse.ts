import type { ToxicKind } from '../toxic.ts';
import { passOn } from './pass-on.ts';

/** Closes the port: whoever connects is refused by the kernel. Connections that are open live on, which is not so when a proxy is disabled. */
export const rehearsalRefuse: ToxicKind = {
  type: 'rehearsal_refuse',
  structName: 'RehearsalRefuseToxic',
  attributes: {},
  closesPort: true,
  refuse: ({ toxicity }) => (toxicity >= 1 ? undefined : 'a port is closed for all or for none: rehearsal_refuse needs toxicity 1'),
  run: passOn,
};
