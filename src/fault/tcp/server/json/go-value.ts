/** A JSON value as it was written. Numbers keep their text and members their order, because error messages quote the one and repeated members need the other. */
export type GoValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'array'; readonly items: readonly GoValue[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [string, GoValue])[] };

/** What Go says of a body that it cannot read; clients show these texts, so they are the same here. */
export class GoJsonError extends Error {
  /** The byte at which it stopped being JSON, from 0; undefined where it is JSON, but of another shape. */
  readonly at: number | undefined;

  constructor(message: string, at?: number) {
    super(message);
    this.at = at;
  }
}
