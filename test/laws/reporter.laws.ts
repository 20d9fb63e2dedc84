/**
 * Goal: whatever an agent says, no reporter lets it out of its place, and the same report is the same bytes.
 * Method: reports with hostile words in every field are rendered by every member of `reporters`; each file is read back with a real parser of its kind.
 */
import fc from 'fast-check';
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.ts';
import { reportProblems } from '../../src/domain/report-schema.ts';
import type { Report } from '../../src/domain/report.ts';
import { reporters } from '../../src/report/index.ts';
import { packReport } from '../../src/report/packed-report.ts';
import { readReport } from '../../src/report/read-report.ts';
import { anyReport } from '../report/arbitrary-report.ts';
import { withoutMarkdownCode } from '../report/without-markdown-code.ts';

const parameters = { numRuns: 300, seed: 4711 };
// What a terminal or a browser would obey: controls but line feed and tab, bidirectional overrides, tags, lone surrogates. (Joiners inside words may stay.)
const obeyed = /[\p{Cs}\u061C\u200B\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF\u{E0000}-\u{E0FFF}\uFFFE\uFFFF]|(?![\n\t])\p{Cc}/u;

describe.each(reporters)('reporter $name', (reporter) => {
  test('gives the same bytes for the same report, whatever the order of its keys', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const first = reporter.render(report);
        expect(reporter.render(report)).toEqual(first);
        expect(reporter.render(reversed(report as unknown as Json) as unknown as Report)).toEqual(first);
      }),
      parameters,
    );
  });

  test('changes nothing in the report', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const before = structuredClone(report);
        reporter.render(report);
        expect(report).toEqual(before);
      }),
      { ...parameters, numRuns: 50 },
    );
  });

  test('writes nothing that a terminal or an editor would obey', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        for (const file of reporter.render(report)) expect(obeyed.exec(file.text)?.[0].codePointAt(0)?.toString(16), file.path).toBeUndefined();
      }),
      parameters,
    );
  });

  test('stays well formed, with no markup of the agent alive', () => {
    let read = 0;
    fc.assert(
      fc.property(anyReport, (report) => {
        for (const file of reporter.render(report)) {
          const reader = readers[file.path.replace(/^.*\./, '')];
          expect(reader, `teach this law to read ${file.path}`).toBeDefined();
          reader!(file.text, report);
          read += 1;
        }
      }),
      parameters,
    );
    expect(read).toBeGreaterThanOrEqual(parameters.numRuns);
  });
});

test('there are reporters, and no two write the same file or have the same name', () => {
  const report = fc.sample(anyReport, { numRuns: 1, seed: 1 })[0]!;
  const paths = reporters.flatMap((reporter) => reporter.render(report)).map((file) => file.path);
  expect(paths.length).toBeGreaterThanOrEqual(5);
  expect(new Set(paths).size).toBe(paths.length);
  expect(new Set(reporters.map((reporter) => reporter.name)).size).toBe(reporters.length);
  for (const path of paths) expect(path).toMatch(/^[a-z-]+\.[a-z]+$/);
});

/** How a file of each kind is read, and what must then hold. */
const readers: Readonly<Record<string, (text: string, report: Report) => void>> = {
  html(text) {
    const seen = { scripts: 0, styles: 0, ids: new Set<string>(), links: [] as string[] };
    walk(parse(text), (element) => {
      expect(htmlElements).toContain(element.tagName);
      for (const { name, value } of element.attrs) {
        expect(htmlAttributes, `<${element.tagName} ${name}="${value}">`).toContain(name);
        if (name === 'id') {
          expect(value).toMatch(/^[a-z0-9-]+$/);
          expect(seen.ids.has(value), `id ${value} is unique`).toBe(false);
          seen.ids.add(value);
        }
        if (name === 'href') seen.links.push(value);
      }
      if (element.tagName === 'script') seen.scripts += 1;
      if (element.tagName === 'style') seen.styles += 1;
    });
    expect([seen.scripts, seen.styles]).toEqual([1, 1]);
    for (const link of seen.links) expect(seen.ids.has(link.slice(1)) && link.startsWith('#'), `link ${link}`).toBe(true);
  },
  xml(text, report) {
    const names = new Set<string>();
    let cases = 0;
    const parser = new SaxesParser();
    parser.on('error', (error) => {
      throw error;
    });
    parser.on('opentag', (tag) => {
      names.add(tag.name);
      if (tag.name === 'testcase' && tag.attributes['classname'] !== 'rehearsal') cases += 1;
    });
    parser.write(text).close();
    expect(cases).toBe(report.cases.length);
    for (const name of names)
      expect(['testsuites', 'testsuite', 'properties', 'property', 'testcase', 'failure', 'error', 'skipped', 'system-out']).toContain(name);
    if (report.exitCode !== 0) expect(names.has('failure') || names.has('error')).toBe(true);
  },
  json(text, report) {
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(packReport(report))));
    expect(reportProblems(JSON.parse(text))).toEqual([]);
    expect(readReport(text)).toEqual(JSON.parse(JSON.stringify(report)));
  },
  txt(text, report) {
    const lines = text.split('\n').slice(0, -1);
    const wanted = report.cases.filter((one) => ['fail', 'invalid', 'unknown', 'diverged'].includes(one.outcome));
    expect(lines).toHaveLength(wanted.length);
    for (const line of lines) expect(line).toMatch(/^::(error|warning) file=[^:,]*(,line=\d+)?(,col=\d+)?,title=[^:,]*::[^\r]*$/);
  },
  md(text) {
    const prose = withoutMarkdownCode(text);
    // Inside <summary> Markdown means nothing and HTML everything; elsewhere both do, save behind a backslash.
    const summaries = [...prose.matchAll(/<summary>(.*)<\/summary>/g)];
    for (const [, words] of summaries) expect(words).not.toMatch(/[<>"']/);
    const rest = prose
      .replace(/<summary>.*<\/summary>/g, '')
      .replace(/\\[!-/:-@[-`{-~]/g, '')
      .replaceAll('**', '');
    expect(rest).not.toMatch(/<(?!\/?(details|br|code)>)|[[\]`*_~&]/);
    expect(prose.match(/<details>/g)?.length ?? 0).toBe(prose.match(/<\/details>/g)?.length ?? 0);
    expect(prose).not.toMatch(/@\w|(?<!&)#\d|\bwww\.|\w:\/\//i);
    // A table row has three cells whatever is in them.
    for (const row of prose.split('\n').filter((line) => line.startsWith('|'))) expect(row.replace(/\\./g, '').split('|')).toHaveLength(5);
  },
};

const htmlElements = (
  'html head meta title style body header h1 p nav ul li a b span dl div dt dd code search label input fieldset legend main section h2 h3 h4 h5 ' +
  'details summary pre ol table thead tbody tr th td small footer script'
).split(' ');
const htmlAttributes = (
  'lang charset http-equiv content name class aria-label aria-labelledby aria-hidden href id hidden type autocomplete spellcheck value checked role ' +
  'data-outcome data-case open scope'
).split(' ');

function walk(node: DefaultTreeAdapterTypes.Node, visit: (element: DefaultTreeAdapterTypes.Element) => void): void {
  if ('tagName' in node) visit(node);
  if ('childNodes' in node) for (const child of node.childNodes) walk(child, visit);
}

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
