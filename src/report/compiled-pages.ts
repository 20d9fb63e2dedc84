import type Handlebars from 'handlebars';
import type { PageName } from './page-templates.ts';

/** A template as a function, in the form in which Handlebars writes it. */
type Specification = Parameters<typeof Handlebars.template>[0];

/** A page whose templates have been turned into functions already, as Handlebars wants them. */
export interface CompiledPage {
  readonly page: Specification;
  readonly parts: Readonly<Record<string, Specification>>;
}

/**
 * Every page as functions. `scripts/build.ts` puts them here, so that the package need neither load a compiler nor run it: of a small run that was a fifth.
 * Undefined in a checkout, which compiles a page when it is asked for.
 */
export const compiledPages: Readonly<Record<PageName, CompiledPage>> | undefined = undefined;
