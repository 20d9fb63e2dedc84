// A machine with logs, services and containers, simulated: nothing here is real but what the ledger says of it.

interface World {
  readonly state: {
    readonly files: Record<string, string>;
    readonly services: Record<string, 'running' | 'paused'>;
    readonly containers: Record<string, string>;
    readonly commands: string[];
    /** Files that another process holds. */
    readonly busy?: readonly string[];
  };
}

type Arguments = Readonly<Record<'path' | 'word' | 'text' | 'service' | 'url' | 'command' | 'image' | 'name', string>>;

const error = (code: string, message: string): object => ({ status: 'permanent_error', error_code: code, error_message: message });

export const tools = {
  read_log({ path, word }: Arguments, { state }: World): object {
    const text = state.files[path];
    if (text === undefined) return error('NOT_FOUND', `there is no file ${path}`);
    if (state.busy?.includes(path) === true) return error('BUSY', `${path} is held by another process`);
    return { status: 'success', lines: text.split('\n').filter((line) => line.includes(word ?? '')) };
  },

  write_report({ path, text }: Arguments, { state }: World): object {
    state.files[path] = text;
    return { status: 'success' };
  },

  delete_report({ path }: Arguments, { state }: World): object {
    delete state.files[path];
    return { status: 'success' };
  },

  pause_service({ service }: Arguments, { state }: World): object {
    if (state.services[service] === undefined) return error('NOT_FOUND', `there is no service ${service}`);
    state.services[service] = 'paused';
    return { status: 'success' };
  },

  resume_service({ service }: Arguments, { state }: World): object {
    state.services[service] = 'running';
    return { status: 'success' };
  },

  fetch_url({ url }: Arguments): object {
    return { status: 'success', text: `the page at ${url}` };
  },

  run_command({ command }: Arguments, { state }: World): object {
    state.commands.push(command);
    return { status: 'success', output: '' };
  },

  start_container({ image, name }: Arguments, { state }: World): object {
    state.containers[name] = image;
    return { status: 'success' };
  },

  stop_container({ name }: Arguments, { state }: World): object {
    delete state.containers[name];
    return { status: 'success' };
  },
};
