import type { ExperimentGroup } from './experiment-groups.ts';

/** Ids are made of numbers alone, never of text. All numbers count from 1. */
export function caseAnchor(caseNumber: number): string {
  return `c-${caseNumber}`;
}

/** One way in which a case breaks. */
export function findingAnchor(caseNumber: number, findingNumber: number): string {
  return `f-${caseNumber}-${findingNumber}`;
}

/** Numbers that no two histories of a page share; finding 0 is the undisturbed run of the case. */
export function historyNumber(caseNumber: number, findingNumber: number): number {
  return caseNumber * 10_000 + findingNumber;
}

/** One fault at one place. */
export function groupAnchor(caseNumber: number, group: ExperimentGroup | undefined): string | null {
  return group === undefined ? null : `x-${caseNumber}-${group.number}`;
}

/** All experiments of a case with one fault. */
export function faultAnchor(caseNumber: number, faultNumber: number): string {
  return `e-${caseNumber}-${faultNumber}`;
}
