import { createRequire } from 'node:module';
import type Handlebars from 'handlebars';
import { compiledPages, type CompiledPage } from './compiled-pages.ts';
import { pageTemplates, templateOptions, type PageName } from './page-templates.ts';

/** The function that makes a page from its view. Handlebars is loaded here, when a page is asked for: most commands need none. */
export function openPage<View>(name: PageName): (view: View) => string {
  const compiled = compiledPages?.[name];
  return compiled === undefined ? compilePage(name) : linkPage(compiled);
}

/** A page from its text. */
export function compilePage<View>(name: PageName): (view: View) => string {
  const handlebars = (createRequire(import.meta.url)('handlebars') as typeof Handlebars).create();
  const { page, parts } = pageTemplates[name];
  for (const [part, source] of Object.entries(parts)) handlebars.registerPartial(part, handlebars.compile(source, templateOptions));
  return handlebars.compile<View>(page, templateOptions);
}

/** A page from functions: the part of Handlebars that compiles is not loaded. */
export function linkPage<View>({ page, parts }: CompiledPage): (view: View) => string {
  const handlebars = (createRequire(import.meta.url)('handlebars/runtime') as typeof Handlebars).create();
  for (const [part, specification] of Object.entries(parts)) handlebars.registerPartial(part, handlebars.template(specification));
  return handlebars.template<View>(page);
}
