import type { ToolContract } from '../domain/contract.ts';

const lifecycles = ['removed', 'deprecated', 'active'] as const;

/**
 * The contract that a name means: `refund@v1` that version, `refund` the newest active one (where none is active the newest deprecated, else
 * the newest removed, so that a call of it is answered for what it is).
 */
export function findContract(contracts: readonly ToolContract[], name: string): ToolContract | undefined {
  const at = name.lastIndexOf('@');
  if (at > 0) {
    const exact = contracts.find((contract) => contract.name === name.slice(0, at) && contract.version === name.slice(at + 1));
    if (exact !== undefined) return exact;
  }
  return contracts
    .filter((contract) => contract.name === name)
    .toSorted((a, b) => rank(b) - rank(a) || compareVersions(b.version ?? '', a.version ?? ''))[0];
}

/** One contract per tool, each the one that its bare name means; removed ones are not offered. */
export function offeredContracts(contracts: readonly ToolContract[]): readonly ToolContract[] {
  return [...new Set(contracts.map(({ name }) => name))]
    .map((name) => findContract(contracts, name)!)
    .filter((contract) => contract.lifecycle !== 'removed');
}

function rank(contract: ToolContract): number {
  return lifecycles.indexOf(contract.lifecycle ?? 'active');
}

/** Runs of digits count as numbers: v10 is newer than v9. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.match(/\d+|\D+/g) ?? [], b.match(/\d+|\D+/g) ?? []];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [one, other] = [left[index] ?? '', right[index] ?? ''];
    if (one === other) continue;
    const numbers = [Number(one), Number(other)] as const;
    if (one !== '' && other !== '' && !Number.isNaN(numbers[0]) && !Number.isNaN(numbers[1])) {
      if (numbers[0] !== numbers[1]) return numbers[0] - numbers[1];
    } else return one < other ? -1 : 1;
  }
  return 0;
}
