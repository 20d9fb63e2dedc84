import { basename } from 'node:path';

/** A file's name as part of another: lower case, words joined by dashes. */
export function slug(text: string): string {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/^-+|-+$/g, '');
  return words.slice(0, 80) || 'case';
}

/** `scenarios/refund.yaml` → `refund`. */
export function stem(file: string): string {
  return basename(file).replace(/\.ya?ml$/, '');
}
