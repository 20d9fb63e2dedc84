import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readContract } from '../contract/index.ts';
import type { ToolContract } from '../domain/contract.ts';
import { RehearsalFailure, type SourcePlace } from '../domain/failure.ts';

/**
 * Reads the contracts of a folder, one tool a file (YAML or JSON), in the order of their names.
 *
 * @throws RehearsalFailure CONFIGURATION_INVALID: no such folder, an empty one (a claim about contracts must not hold for want of any), a bad contract, one tool twice.
 */
export function loadContracts(folder: string, place: () => SourcePlace): readonly ToolContract[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new RehearsalFailure('CONFIGURATION_INVALID', `There is no folder ${folder}.`, {
      place: place(),
      hint: '`tools:` names a folder of contracts, relative to the scenario file.',
    });
  }
  const files = readdirSync(folder)
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .toSorted();
  if (files.length === 0)
    throw new RehearsalFailure('CONFIGURATION_INVALID', `${folder} holds no contract.`, {
      place: place(),
      hint: 'One YAML or JSON file per tool: docs/CONTRACTS.md.',
    });
  const contracts = new Map<string, ToolContract>();
  for (const name of files) {
    const file = join(folder, name);
    const contract = readContract(readFileSync(file, 'utf8'), file);
    const versioned = contract.version === undefined ? contract.name : `${contract.name}@${contract.version}`;
    if (contracts.has(versioned))
      throw new RehearsalFailure('CONFIGURATION_INVALID', `The tool ${versioned} has two contracts.`, {
        place: { file },
        hint: 'One file per tool, or one per version of it: `version: v2`.',
      });
    contracts.set(versioned, contract);
  }
  return [...contracts.values()];
}
