import crypto from 'node:crypto';
import { seededRandom, type Random } from '../../domain/random.ts';

/**
 * Takes all chance of this thread from a seed: an agent on virtual time does the same in every run. Nothing here may be kept secret by these numbers, and
 * nothing needs to be: the agent is sealed, and its keys are those of a rehearsal.
 */
export function seedThread(): (seed: number, run: number) => void {
  let random: Random = seededRandom(0);
  const byte = (): number => random.below(256);
  const fill = <T extends ArrayBufferView>(array: T): T => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let index = 0; index < bytes.length; index++) bytes[index] = byte();
    return array;
  };
  const uuid = (): string => {
    const hex = Buffer.from(fill(new Uint8Array(16)));
    hex[6] = (hex[6]! & 0x0f) | 0x40;
    hex[8] = (hex[8]! & 0x3f) | 0x80;
    return hex.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  };
  const put = (owner: object, name: string, value: unknown): void =>
    void Object.defineProperty(owner, name, { value, configurable: true, writable: true });
  put(Math, 'random', () => random.next());
  // The names of the module of Node lead to these.
  put(crypto.webcrypto, 'getRandomValues', fill);
  put(crypto.webcrypto, 'randomUUID', uuid);
  put(crypto, 'randomUUID', uuid);
  const { randomBytes } = crypto;
  put(crypto, 'randomBytes', (size: number, callback?: (error: Error | null, bytes: Buffer) => void) =>
    callback === undefined
      ? Buffer.from(fill(new Uint8Array(size)))
      : randomBytes(size, (error) => callback(error, Buffer.from(fill(new Uint8Array(size))))),
  );
  return (seed, run) => {
    random = seededRandom(seed).fork(`agent, run ${run}`);
  };
}
