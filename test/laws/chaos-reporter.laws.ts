/**
 * Goal: whatever an agent says under chaos, no reporter lets it out of its place, and the same exploration is the same bytes.
 * Method: explorations with hostile words in every field are rendered by every member of `chaosReporters` and for a terminal; each file is read back with a
 * real parser of its kind, what the page has packed included.
 */
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { parse, parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import type { ChaosReport } from '../../src/domain/chaos.ts';
import type { Json } from '../../src/domain/json.ts';
import { chaosReporters } from '../../src/report/chaos/index.ts';
import { renderChaosTerminal } from '../../src/report/chaos/terminal.ts';
import { anyChaosReport } from '../report/arbitrary-chaos-report.ts';
import { richChaosReport, sampleChaosReport } from '../report/chaos-report.ts';
import { withoutMarkdownCode } from '../report/without-markdown-code.ts';

const parameters = { numRuns: 150, seed: 4711 };
// What a terminal or a browser would obey: controls but line feed and tab, bidirectional overrides, tags, lone surrogates. (Joiners inside words may stay.)
const obeyed = /[\p{Cs}\u061C\u200B\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF\u{E0000}-\u{E0FFF}\uFFFE\uFFFF]|(?![\n\t])\p{Cc}/u;

describe.each(chaosReporters)('reporter $name of explorations', (reporter) => {
  test('gives the same bytes for the same report, whatever the order of its keys, and changes nothing in it', () => {
    fc.assert(
      fc.property(anyChaosReport, (report) => {
        const before = structuredClone(report);
        const first = reporter.render(report);
        expect(reporter.render(reversed(report as unknown as Json) as unknown as ChaosReport)).toEqual(first);
        expect(report).toEqual(before);
      }),
      { ...parameters, numRuns: 60 },
    );
  });

  test('stays well formed, with nothing of the agent alive', () => {
    let read = 0;
    fc.assert(
      fc.property(anyChaosReport, (report) => {
        for (const { path, text } of reporter.render(report)) {
          expect(obeyed.exec(text)?.[0].codePointAt(0)?.toString(16), path).toBeUndefined();
          readers[path.replace(/^.*\./, '')]!(text, report);
          read += 1;
        }
      }),
      parameters,
    );
    expect(read).toBeGreaterThanOrEqual(parameters.numRuns);
  });
});

test('a large report is packed, and what is packed is as well formed as the page', () => {
  const rich = richChaosReport();
  const [first] = rich.cases;
  const many = Array.from({ length: 12 }, (_, index) => ({
    ...first!,
    name: `case ${index}`,
    cells: Array.from({ length: 10 }, () => first!.cells)
      .flat()
      .map((cell, at) => ({ ...cell, id: `${at} ${cell.id}` })),
  }));
  for (const reporter of chaosReporters)
    for (const { path, text } of reporter.render(sampleChaosReport(many))) readers[path.replace(/^.*\./, '')]!(text, sampleChaosReport(many));
  const page = chaosReporters.find(({ name }) => name === 'html')!.render(sampleChaosReport(many))[0]!.text;
  expect(page.split(' data-deflated="').length - 1).toBeGreaterThan(20);
});

test('no two reporters write the same file, and none a file of a run', () => {
  const paths = chaosReporters.flatMap((reporter) => reporter.render(richChaosReport())).map(({ path }) => path);
  expect(paths.toSorted()).toEqual(['chaos-annotations.txt', 'chaos-junit.xml', 'chaos-summary.md', 'chaos.html', 'chaos.json']);
});

test('in a terminal nothing is obeyed, with and without colour', () => {
  fc.assert(
    fc.property(anyChaosReport, fc.integer({ min: 20, max: 200 }), (report, widthColumns) => {
      expect(
        obeyed
          .exec(renderChaosTerminal(report, { colour: false, widthColumns }))?.[0]
          .codePointAt(0)
          ?.toString(16),
      ).toBeUndefined();
      // eslint-disable-next-line no-control-regex
      const coloured = renderChaosTerminal(report, { colour: true, widthColumns }).replaceAll(/\u001B\[(?:1|2|22|3[1-6]|39)m/g, '');
      expect(obeyed.test(coloured)).toBe(false);
    }),
    parameters,
  );
});

/** How a file of each kind is read, and what must then hold. */
const readers: Readonly<Record<string, (text: string, report: ChaosReport) => void>> = {
  html(text) {
    const seen = { scripts: 0, styles: 0, ids: new Set<string>(), links: [] as string[], parts: 0 };
    const visit = (element: DefaultTreeAdapterTypes.Element): void => {
      if (!elements.has(element.tagName)) expect.unreachable(`<${element.tagName}>`);
      for (const { name, value } of element.attrs) {
        if (!attributes.has(name)) expect.unreachable(`<${element.tagName} ${name}="${value.slice(0, 50)}">`);
        if (name === 'id') {
          if (!/^[a-z0-9-]+$/.test(value) || seen.ids.has(value)) expect.unreachable(`id ${value} is made of text, or is not unique`);
          seen.ids.add(value);
        }
        if (name === 'href') seen.links.push(value);
        if (name === 'data-deflated') {
          seen.parts += 1;
          walk(parseFragment(inflateSync(Buffer.from(value, 'base64')).toString()), visit);
        }
      }
      if (element.tagName === 'script') seen.scripts += 1;
      if (element.tagName === 'style') seen.styles += 1;
    };
    walk(parse(text), visit);
    expect([seen.scripts, seen.styles]).toEqual([1, 1]);
    expect(seen.links.filter((link) => !seen.ids.has(link.slice(1)) || !link.startsWith('#'))).toEqual([]);
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
    expect(cases).toBe(report.cases.reduce((sum, one) => sum + one.cells.length, 0));
    for (const name of names)
      expect(['testsuites', 'testsuite', 'properties', 'property', 'testcase', 'failure', 'error', 'skipped', 'system-out']).toContain(name);
    if (report.exitCode !== 0) expect(names.has('failure') || names.has('error')).toBe(true);
  },
  json(text, report) {
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(report)));
  },
  txt(text, report) {
    const lines = text.split('\n').slice(0, -1);
    for (const line of lines) expect(line).toMatch(/^::error (file=[^:,]*(,line=\d+)?(,col=\d+)?,)?title=[^:,]*::[^\r]*$/);
    if (report.exitCode !== 0) expect(lines.length).toBeGreaterThan(0);
  },
  md(text) {
    const prose = withoutMarkdownCode(text);
    for (const [, words] of prose.matchAll(/<summary>(.*)<\/summary>/g)) expect(words).not.toMatch(/[<>"']/);
    const rest = prose
      .replace(/<summary>.*<\/summary>/g, '')
      .replace(/\\[!-/:-@[-`{-~]/g, '')
      .replaceAll('**', '');
    expect(rest).not.toMatch(/<(?!\/?(details|br|code)>)|[[\]`*_~&]/);
    expect(prose.match(/<details>/g)?.length ?? 0).toBe(prose.match(/<\/details>/g)?.length ?? 0);
    expect(prose).not.toMatch(/@\w|(?<!&)#\d|\bwww\.|\w:\/\//i);
    for (const row of prose.split('\n').filter((line) => line.startsWith('|'))) expect(row.replace(/\\./g, '').split('|')).toHaveLength(5);
  },
};

const elements = new Set(
  (
    'html head meta title style body header h1 p ul li a b span dl div dt dd code main section h2 h3 h4 h5 article figure figcaption ' +
    'details summary pre ol table thead tbody tr th td small footer script meter svg g rect path polygon circle text desc'
  ).split(' '),
);
const attributes = new Set(
  (
    'lang charset http-equiv content name class aria-label aria-labelledby aria-hidden href id role open scope colspan title tabindex ' +
    'min max value width height viewBox preserveAspectRatio x y rx cx cy r d points text-anchor data-ids data-deflated'
  ).split(' '),
);

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
