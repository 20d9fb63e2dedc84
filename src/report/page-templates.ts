import { chaosCaseTemplates } from './chaos/case-template.ts';
import { findingTemplates } from './chaos/finding-template.ts';
import { chaosMatrixTemplate, chaosPageTemplate } from './chaos/page-template.ts';
import { caseTemplates } from './html-case-template.ts';
import { matrixTemplate } from './html-matrix-template.ts';
import { pageTemplate } from './html-template.ts';
import { shadowTemplate, traceTemplate } from './shadow-template.ts';

/** A page of Handlebars with the parts that it names. */
export interface PageTemplate {
  readonly page: string;
  readonly parts: Readonly<Record<string, string>>;
}

export type PageName = 'report' | 'shadow' | 'chaos';

/** Every page. */
export const pageTemplates: Readonly<Record<PageName, PageTemplate>> = {
  report: { page: pageTemplate, parts: { ...caseTemplates, matrix: matrixTemplate } },
  shadow: { page: shadowTemplate, parts: { trace: traceTemplate } },
  // This page is made in pieces, some of which are packed into others: the view says which piece it is for.
  chaos: {
    page: "{{> (lookup . 'part') view}}",
    parts: { ...caseTemplates, ...findingTemplates, ...chaosCaseTemplates, matrix: chaosMatrixTemplate, document: chaosPageTemplate },
  },
};

/** Nothing that a template does not name beforehand is called, and a name that is missing is an error. */
export const templateOptions = { strict: true, knownHelpersOnly: true } as const;
