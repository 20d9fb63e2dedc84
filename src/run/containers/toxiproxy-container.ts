import type { Toxiproxy } from '../../fault/tcp/toxiproxy.ts';
export async function startToxiproxyContainer(_image: string | undefined): Promise<{ toxiproxy: Toxiproxy; stop(): Promise<void> }> {
  throw new Error('later');
}
