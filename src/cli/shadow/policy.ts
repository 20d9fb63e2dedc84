import type { CommandModule } from 'yargs';
import { stringify } from 'yaml';
import { plain, type Console } from '../console.ts';
import { finish } from '../finish.ts';
import { policyInForce, usualPolicyFile } from './ledger-options.ts';

interface PolicyArguments {
  readonly policy: string | undefined;
  readonly json: boolean;
}

/** `rehearsal shadow policy`: every threshold in force. */
export const policyCommand: CommandModule<object, PolicyArguments> = {
  command: 'policy',
  describe: 'print the readiness policy in force, with every threshold',
  builder: (yargs) =>
    yargs.option('policy', {
      type: 'string',
      requiresArg: true,
      describe: `A policy file; without it ${usualPolicyFile} if it is there, else the default`,
    }) as never,
  handler: (args) =>
    finish(args.json, async (console: Console) => {
      const { policy, file } = await policyInForce(args.policy);
      console.document(policy);
      // A policy file as it stands: what is printed can be saved and changed.
      console.write(
        `# yaml-language-server: $schema=../node_modules/rehearsal/schema/readiness-policy.json\n# ${file === undefined ? 'the default policy' : plain(file)}, with everything that it leaves out\n`,
      );
      console.write(plain(stringify(policy, { lineWidth: 120 })));
      return 0;
    }),
};
