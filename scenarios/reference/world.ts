/** S1.8: whether somebody has switched the agent's actions off. Asked before every effect; where nobody answers, nothing is done. */
export async function isSwitchedOff(): Promise<boolean> {
  const url = process.env['REHEARSAL_KILL_SWITCH_URL'];
  if (url === undefined) return false;
  try {
    const response = await fetch(url);
    return ((await response.json()) as { thrown: boolean }).thrown;
  } catch {
    return true;
  }
}

/** S1.8: limits, flags and versions of the environment that it runs in. */
export async function configuration(): Promise<Readonly<Record<string, unknown>>> {
  const url = process.env['REHEARSAL_CONFIGURATION_URL'];
  if (url === undefined) return {};
  const { configuration: members } = (await (await fetch(url)).json()) as { configuration?: Record<string, unknown> };
  return members ?? {};
}

/** Callbacks of the outside that wait for the agent. The same one may come twice. */
export async function fetchInbox(wait = '0s'): Promise<readonly { readonly id: string; readonly event: Readonly<Record<string, unknown>> }[]> {
  const url = process.env['REHEARSAL_INBOX_URL'];
  if (url === undefined) return [];
  const { callbacks } = (await (await fetch(`${url}?wait=${wait}`)).json()) as {
    callbacks?: readonly { id: string; event: Record<string, unknown> }[];
  };
  return callbacks ?? [];
}
