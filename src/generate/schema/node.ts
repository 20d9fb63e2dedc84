import type { Json } from '../../domain/json.ts';
import { layFlat } from './conjunction.ts';
import { joinPlain, type Leaf } from './leaf.ts';
import { isBlocked } from './is-blocked.ts';
import type { Schema, SchemaDocument } from './schema-document.ts';

/** A place of a schema, made ready for drawing: either a choice among ways, or a leaf. What lies below is made when it is first looked at. */
export interface SchemaNode {
  readonly document: SchemaDocument;
  /** What must hold here, as the schema has it. */
  readonly members: readonly Schema[];
  /** No value can fit. */
  readonly dead: boolean;
  /** Undefined for a leaf. */
  readonly ways: readonly SchemaNode[] | undefined;
  readonly leaf: Leaf;
  /** The test that a drawn value must pass, where it was not drawn so that it must. */
  readonly guard: ((value: Json) => boolean) | undefined;
  /** Another place: all of these schemas must hold. */
  place(members: readonly Schema[]): SchemaNode;
  item(index: number): SchemaNode;
  member(name: string): SchemaNode;
  /** What is known of how deep the smallest value is. */
  readonly depth: { finishes: number; failsAt: number; };
}

/** Opens the root of a schema. */
export function openNode(document: SchemaDocument): SchemaNode {
  const places = new Map<string, SchemaNode>();
  const numbers = new Map<Schema, number>();
  const numberOf = (schema: Schema): number => {
    let number = numbers.get(schema);
    if (number === undefined) numbers.set(schema, (number = numbers.size));
    return number;
  };

  const nodeFor = (given: readonly Schema[], taken: readonly number[]): SchemaNode => {
    const members = given.length < 2 ? given : [...new Set(given)];
    const key = `${members.map(numberOf).join()}|${taken.join()}`;
    let node = places.get(key);
    if (node === undefined) places.set(key, (node = makeNode(members, taken)));
    return node;
  };

  const makeNode = (members: readonly Schema[], taken: readonly number[]): SchemaNode => {
    const { plain, impossible, ways, exact } = layFlat(document, members, taken);
    const leaf = joinPlain(plain);
    const guard = exact && isFullySaid(leaf) ? undefined : guardOf(document, members);
    const values = leaf.values?.filter((value) => guardOf(document, members)?.(value) ?? true);
    const items = new Map<number, SchemaNode>();
    const named = new Map<string, SchemaNode>();
    let children: readonly SchemaNode[] | undefined;
    const node: SchemaNode = {
      document,
      members,
      dead: impossible || leaf.types.length === 0 || values?.length === 0 || isBlocked(leaf),
      leaf: values === undefined ? leaf : { ...leaf, values },
      guard,
      get ways() {
        if (ways === 0) return undefined;
        return (children ??= Array.from({ length: ways }, (_, way) => nodeFor(members, [...taken, way])).filter(({ dead }) => !dead));
      },
      place: (one) => nodeFor(one, []),
      item(index) {
        // Beyond the places of their own all items are alike.
        const at = Math.min(index, leaf.array.prefixLength);
        let item = items.get(at);
        if (item === undefined) items.set(at, (item = nodeFor(leaf.array.itemAt(at), [])));
        return item;
      },
      member(name) {
        let member = named.get(name);
        if (member === undefined) {
          member = nodeFor(leaf.object.memberOf(name), []);
          if (named.size < 1000) named.set(name, member);
        }
        return member;
      },
      depth: { finishes: Infinity, failsAt: -1 },
    };
    return node;
  };
  return nodeFor([document.root], []);
}

/** True where a value is made so that it must fit: nothing is left to be looked at afterwards. */
function isFullySaid({ string, number, array, object }: Leaf): boolean {
  return (
    string.patterns.length === 0 &&
    string.formats.length === 0 &&
    string.bounds.length === 0 &&
    number.multiplesOf.length === 0 &&
    number.formats.length === 0 &&
    array.contains.length === 0 &&
    !array.unique &&
    object.nameSchemas.length === 0 &&
    object.membersMax === Infinity &&
    object.membersMin === 0
  );
}

function guardOf(document: SchemaDocument, members: readonly Schema[]): ((value: Json) => boolean) | undefined {
  const tests = members.map((member) => document.testOf(member)).filter((test) => test !== undefined);
  if (tests.length === 0) return undefined;
  return tests.length === 1 ? tests[0] : (value) => tests.every((test) => test(value));
}
