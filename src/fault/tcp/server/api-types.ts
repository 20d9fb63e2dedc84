import type { StructType } from './json/decode-struct.ts';

const proxyMembers: StructType['members'] = {
  name: 'string',
  listen: 'string',
  upstream: 'string',
  enabled: 'bool',
  // A member that Toxiproxy shows, and therefore reads, by mistake.
  Logger: { name: 'zerolog.Logger', members: {} },
};

export const proxyType: StructType = { name: 'toxiproxy.Proxy', members: proxyMembers };

const populatedName = 'struct { toxiproxy.Proxy; Enabled *bool "json:\\"enabled\\"" }';
export const populatedType: StructType = { name: populatedName, isAnonymous: true, members: proxyMembers };
export const populatedListType: string = `[]${populatedName}`;

/** What is read of a toxic before its type is known. */
export const toxicType: StructType = {
  name: 'toxics.ToxicWrapper',
  members: { attributes: { name: 'toxics.NoopToxic', members: {} }, name: 'string', type: 'string', stream: 'string', toxicity: 'float32' },
};

/** What is read of a toxic when its type is known. */
export function attributesType(structName: string, attributes: StructType['members']): StructType {
  const type = { name: `toxics.${structName}`, members: attributes };
  return { name: 'struct', isAnonymous: true, members: { attributes: type, toxicity: 'float32' } };
}
