// A library of functions, its documentation, and a sandbox in which code really runs.
import { runInSandbox } from './sandbox.ts';

interface World {
  readonly state: {
    readonly functions: Record<string, { readonly purpose: string; readonly code: string }>;
    /** What the documentation says that words are joined with. */
    readonly separator: string;
  };
}

interface Arguments {
  readonly purpose: string;
  readonly words: string;
  readonly code: string;
  readonly calls: readonly string[];
  readonly name: string;
}

export const tools = {
  find_function({ purpose }: Arguments, { state }: World): object {
    const names = Object.entries(state.functions).flatMap(([name, one]) => (one.purpose === purpose ? [name] : []));
    return { status: 'success', names };
  },

  search_docs(_: Arguments, { state }: World): object {
    return { status: 'success', separator: state.separator };
  },

  research(_: Arguments, { state }: World): object {
    return { status: 'success', separator: state.separator };
  },

  async run_code({ code, calls }: Arguments): Promise<object> {
    const run = await runInSandbox(code, calls);
    if ('results' in run) return { status: 'success', results: run.results };
    return { status: 'permanent_error', error_code: run.failed, error_message: run.message };
  },

  create_function({ name, purpose, code }: Arguments, { state }: World): object {
    state.functions[name] = { purpose, code };
    return { status: 'success', name };
  },

  delete_function({ name }: Arguments, { state }: World): object {
    delete state.functions[name];
    return { status: 'success' };
  },
};
