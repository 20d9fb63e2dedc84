import Handlebars from 'handlebars';
import { pageTemplates, templateOptions } from '../src/report/page-templates.ts';

/** The module `report/compiled-pages.js` of the package: the templates of all pages as functions. */
export function compiledPagesModule(): string {
  const precompile = (source: string): string => Handlebars.precompile(source, templateOptions) as unknown as string;
  const pages = Object.entries(pageTemplates).map(([name, { page, parts }]) => {
    const compiled = Object.entries(parts).map(([part, source]) => `${JSON.stringify(part)}: ${precompile(source)}`);
    return `${JSON.stringify(name)}: { page: ${precompile(page)}, parts: { ${compiled.join(',\n')} } }`;
  });
  return `export const compiledPages = { ${pages.join(',\n')} };\n`;
}
